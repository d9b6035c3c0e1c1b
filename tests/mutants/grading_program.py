"""Faults of grading.worker.program."""

from mutants import Mutant

TESTS = ("grading/tests/test_grading_program.py",)

MUTANTS = [
    Mutant(
        "what is wrong with any cell is told",
        'if cell["question"] == name or f"def {name}(" in cell["source"]:',
        "if True:",
        TESTS,
    ),
    Mutant(
        "what is wrong with the answer's cell is not told",
        'if cell["question"] == name or',
        "if",
        TESTS,
    ),
    Mutant(
        "a cell that cannot be read stops all",
        "except (SyntaxError, ValueError, RecursionError, MemoryError) as error:",
        "except (SyntaxError, RecursionError, MemoryError) as error:",
        TESTS,
    ),
    Mutant(
        "cells of other languages are read",
        'if source.lstrip().startswith("%%"):',
        'if source.startswith("%%%"):',
        TESTS,
    ),
    Mutant("magics are not left out", 're.sub(MAGIC, r"\\1pass", line)', "line", TESTS),
    Mutant("magics lose their indentation", 'r"\\1pass"', '"pass"', TESTS),
    Mutant(
        "only what is used directly comes along", "names |= statement.uses", "names |= set()", TESTS
    ),
    Mutant("star imports are left out", '{name, "*"}', "{name}", TESTS),
    Mutant(
        "statements in the order in which they were found",
        "sorted(chosen)",
        "sorted(chosen, reverse=True)",
        TESTS,
    ),
    Mutant(
        "names within functions are bound",
        "            found.add(each.name)\n            continue\n        if",
        "            found.add(each.name)\n        if",
        TESTS,
    ),
    Mutant(
        "an attribute's change does not count",
        "            found |= _root(each)\n",
        "            found |= set()\n",
        TESTS,
    ),
    Mutant(
        "a method's call does not count",
        "found |= _root(each.value.func) if isinstance",
        "found |= set() if isinstance",
        TESTS,
    ),
    Mutant("import a.b binds a.b", '.split(".")[0] for alias', "for alias", TESTS),
    Mutant(
        "stores are uses",
        "isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}",
        "isinstance(n, ast.Name)}",
        TESTS,
    ),
    Mutant("all calls on modules are kept", "if _root(call.func) & modules:", "if False:", TESTS),
    Mutant("arguments are never changed", "if given & names:", "if False:", TESTS),
    Mutant(
        "functions that set names are not called",
        "if isinstance(node, ast.Global) for n in node.names}",
        "if isinstance(node, ast.Nonlocal) for n in node.names}",
        TESTS,
    ),
    Mutant(
        "functions may be changed by calls", " - functions.keys() - modules", " - modules", TESTS
    ),
    Mutant("no setting is kept", "            SETTINGS & {", "            set() & {", TESTS),
    Mutant("the first definition counts", "[-1:]", "[:1]", TESTS),
    Mutant(
        "a tag does not matter",
        "([s for s in written if s.question == name] or written)",
        "written",
        TESTS,
    ),
    Mutant("a stub that is left over counts", " if ast.dump(s.node) not in untouched]", "]", TESTS),
    Mutant("an earlier definition is lost", "in definitions[:end]", "in counts", TESTS),
    Mutant("later definitions are kept", "in definitions[:end]", "in definitions", TESTS),
    Mutant("other cells' definitions are kept", "if s.cell == counts[0].cell", "if s", TESTS),
    Mutant("f = jit(f) replaces f", "and named and name not in statement.uses", "and named", TESTS),
    Mutant(
        "a value is never defined",
        "isinstance(node, ast.Assign | ast.AnnAssign) and named",
        "False and named",
        TESTS,
    ),
    Mutant(
        "the root of a.b is a.b",
        "node = node.func if isinstance(node, ast.Call) else node.value",
        "break",
        TESTS,
    ),
]
