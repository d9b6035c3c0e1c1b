"""Faults of grading.homework."""

from mutants import Mutant

VARIANT = ("grading/tests/test_grading_variant.py",)

MUTANTS = [
    Mutant(
        "points are not added",
        "return float(sum(question.points for question in (*self.questions, *self.written)))",
        "return float(len(self.questions))",
    ),
    Mutant(
        "everybody has the published numbers",
        "return load(self.folder, student)._replace",
        "return load(self.folder)._replace",
        VARIANT,
    ),
    Mutant(
        "with a student's numbers the time is the source's",
        "._replace(seconds=self.seconds, written=self.written)",
        "._replace(written=self.written)",
        VARIANT,
    ),
    Mutant(
        "one without numbers is read anew",
        "if not (student and self.numbers):",
        "if not student:",
        VARIANT,
    ),
    Mutant(
        "a number need not be assigned",
        "if not hasattr(module, each) or not choices[each]]",
        "if not choices[each]]",
        VARIANT,
    ),
    Mutant(
        "there may be nothing to choose from",
        "if not hasattr(module, each) or not choices[each]]",
        "if not hasattr(module, each)]",
        VARIANT,
    ),
    Mutant(
        "the cell does not say whose it is", '{"student": student} | numbers', "numbers", VARIANT
    ),
    Mutant("a course is one homework", "return self.folder.parent\n", "return self.folder\n"),
    Mutant("checks may be read", '*self.course.glob("*/checks.py")]', "]"),
    Mutant("git's objects may be read", 'git(folder / ".git") / "HEAD"', 'folder / "HEAD"'),
    Mutant("what is built may be read", 'folder.glob("_build/homework/*/*")', "[]"),
    Mutant(
        "homeworks in any order",
        'return sorted(path.parent for path in folder.glob("[!.]*/source.ipynb"))',
        'return sorted((path.parent for path in folder.glob("[!.]*/source.ipynb")), reverse=True)',
    ),
    Mutant(
        "checks of no question are forgotten", "if c.question not in known]:", "if not c.question]:"
    ),
    Mutant(
        "a name may be given twice",
        "if len({c.name for c in module.CHECKS}) < len(module.CHECKS) or",
        "if",
    ),
    Mutant("a question may be asked twice", " or len({*asked}) < len(asked):", ":"),
    Mutant("options are forgotten", "if hasattr(module, n)}", "if hasattr(module, key)}"),
    Mutant("every cell is given", 'if {"given", "variant"} & {*tags(cell)}]', "]"),
    Mutant(
        "the checks keep the published numbers",
        "vars(module).update(variant",
        "vars(module).copy().update(variant",
        VARIANT,
    ),
    Mutant(
        "numbers without a cell",
        "if numbers and not any(",
        "if not any(",
    ),
    Mutant(
        "the module is not run",
        "    spec.loader.exec_module(module)\n",
        "    vars(module).update(CHECKS=[])\n",
    ),
    Mutant(
        "points are not compared",
        "if (total := sum(check.points for check in own)) != points:",
        "if False:",
    ),
    Mutant("a solution may be without markers", "if not SOLUTION.search(source):", "if False:"),
    Mutant("the title is the first heading", "or [name])[-1]", "or [name])[0]"),
    Mutant("a value's stub raises", 'if match[1] else f"{name} = None"', 'if True else ""'),
    Mutant("the solution keeps its markers", "lambda match: match[2]", "lambda match: match[0]"),
    Mutant("a cell without tags is an error", '.get("tags", [])', '["tags"]'),
    Mutant("a tag is cut at its last colon", 'tag.partition(":")[2]', 'tag.rpartition(":")[2]'),
    Mutant(
        "a file `.git` is taken for a folder",
        "    if not place.is_file():\n        return place",
        "    if True:\n        return place",
        ("grading/tests/test_grading_homework.py",),
    ),
    Mutant(
        "cells have no time",
        "return 8 * self.seconds + 20",
        "return 0.0",
        ("grading/tests/test_grading_notebook.py",),
    ),
    Mutant("a title may be missing", "    if not title:\n", "    if False:\n"),
    Mutant("no points are no points", 'if not re.fullmatch(r"\\d+(\\.\\d+)?", text):', "if False:"),
    Mutant("words in a cell of code", 'if cell["cell_type"] != "markdown":', "if False:"),
    Mutant("a rubric of all", 'if tagged(c, "rubric") == name)', 'if tagged(c, "rubric"))'),
    Mutant("rubrics are handed out", 'or tagged(cell, "rubric") is not None', ""),
    Mutant("cells to write in are alike", "< len(texts):", "< 0:"),
]
