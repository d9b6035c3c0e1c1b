"""Faults of grading.submission."""

from mutants import Mutant

MUTANTS = [
    Mutant("a link is followed", "if stat.S_ISLNK(status.st_mode):", "if False:"),
    Mutant(
        "a pipe is waited for",
        "if not stat.S_ISREG(status.st_mode):",
        "if stat.S_ISDIR(status.st_mode):",
    ),
    Mutant("any size is read", "if status.st_size > MAX_FILE:", "if status.st_size > 2**40:"),
    Mutant("an empty file is invalid JSON", "if not status.st_size:", "if False:"),
    Mutant("old formats are read", 'notebook["nbformat"] != 4', 'notebook["nbformat"] > 4'),
    Mutant(
        "cells may be anything",
        'if not isinstance(notebook.get("cells"), list):',
        'if "cells" not in notebook:',
    ),
    Mutant("any amount of code", "> MAX_CODE:", "> 2**40:"),
    Mutant("deep JSON stops the batch", "except RecursionError:", "except ZeroDivisionError:"),
    Mutant(
        "a homework may be anything",
        "named if isinstance(named := metadata.get(key), str) else None",
        "metadata.get(key)",
    ),
    Mutant("terminal commands pass", 'c if c.isprintable() else " "', "c"),
    Mutant("half characters pass", '.encode("utf-8", "replace").decode()', ""),
    Mutant("texts of any length", "if len(text) <= longest else", "if True else"),
    Mutant("text cells count", 'cell.get("cell_type") != "code"', '"cell_type" not in cell'),
    Mutant("the last tag counts", "names[0] if names", "names[-1] if names"),
    Mutant("tags may be a text", "if isinstance(tags, list) else []", "if tags else []"),
    Mutant("a file is opened for writing", "flags | getattr", "flags | os.O_WRONLY | getattr"),
    Mutant(
        "code is a text",
        'cell.get("cell_type") != "markdown"',
        'cell.get("x") == "y"',
        ("grading/tests/test_grading_marking.py",),
    ),
    Mutant(
        "any picture",
        "and BASE64.fullmatch(kinds[kind])",
        "",
        ("grading/tests/test_grading_marking.py",),
    ),
    Mutant(
        "the first says who",
        "clean(said[-1], 100)",
        "clean(said[0], 100)",
        ("grading/tests/test_grading_marking.py",),
    ),
    Mutant(
        "a source is one string",
        'source = "".join(source)\n    return',
        "source = None\n    return",
        ("grading/tests/test_grading_marking.py",),
    ),
    Mutant(
        "no tag is read",
        "return names[0] if names else None",
        "return None",
        ("grading/tests/test_grading_marking.py",),
    ),
]
