"""Faults of grading.worker.notebook."""

from mutants import Mutant

TESTS = ("grading/tests/test_grading_notebook.py",)

MUTANTS = [
    Mutant(
        "magics are not understood",
        "transformed = TransformerManager().transform_cell(source)",
        "transformed = source",
        TESTS,
    ),
    Mutant(
        "an error ends the notebook",
        "self.run(statement)\n            except BaseException as error:",
        "self.run(statement)\n            except ArithmeticError as error:",
        TESTS,
    ),
    Mutant(
        "what is handed out replaces names",
        "before = dict(self.names) if keep(statement) else {}",
        "before = {}",
        TESTS,
    ),
    Mutant(
        "nothing replaces a name",
        "before = dict(self.names) if keep(statement) else {}",
        "before = dict(self.names)",
        TESTS,
    ),
    Mutant(
        "a future is forgotten",
        "self.flags |= getattr(features, alias.name).compiler_flag",
        "getattr(features, alias.name)",
        TESTS,
    ),
    Mutant(
        "a cell that was cut is run",
        "        if not self.begin(number, place):",
        "        if not self.begin(number, place) and False:",
        TESTS,
    ),
    Mutant(
        "a question is asked after the first cell of its tag",
        "(both or answers or tagged or [len(cells) - 1])[-1]",
        "(both or answers or tagged or [len(cells) - 1])[0]",
        TESTS,
    ),
    Mutant(
        "what cannot be read is not named",
        'return self.note(number, f"a cell cannot be read: {type(error).__name__}{line}")',
        "return",
        TESTS,
    ),
    Mutant(
        "a stub counts as an answer",
        "any(name in binds(node) and ast.dump(node) not in untouched for node in body)",
        "any(name in binds(node) for node in body)",
        TESTS,
    ),
    Mutant(
        "a function binds no name",
        "            found.add(each.name)\n",
        '            found.add("")\n',
        TESTS,
    ),
    Mutant(
        "no statement is known as the stub's",
        "return {ast.dump(node) for node in ast.parse(source).body}",
        "return set()",
        TESTS,
    ),
    Mutant(
        "an error has no place",
        'place = f" (line {lines[-1]} of its cell)" if lines else ""',
        'place = ""',
        TESTS,
    ),
    Mutant(
        "nothing is noted",
        "self.notes.setdefault(number, text)",
        "return",
        TESTS,
    ),
    Mutant(
        "there is no shell",
        '"get_ipython": lambda: Shell(self)',
        '"get_ipython": lambda: None',
        TESTS,
    ),
    Mutant("a loop's variable is an answer", "if child is not each.target]", "]", TESTS),
    Mutant(
        "nothing is awaited", "self.flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT", "self.flags", TESTS
    ),
]
