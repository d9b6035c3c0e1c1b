"""Faults of grading.student."""

from mutants import Mutant

MUTANTS = [
    Mutant(
        "derivations are handed out",
        "if private(cell) or",
        "if False or",
    ),
    Mutant(
        "solutions are handed out",
        '{"source": questions[name].stub}',
        '{"source": questions[name].solution}',
    ),
    Mutant(
        "hidden checks are handed out",
        "if name and (public := [c for c in questions[name].checks if c.public]):",
        "if name and (public := questions[name].checks):",
    ),
    Mutant(
        "instructors get stubs",
        'cell | {"source": questions[name].solution}',
        'cell | {"source": questions[name].stub}',
    ),
    Mutant("outputs are kept", 'if "target" in tags(cell):', "if True:"),
    Mutant("texts of a target are kept", 'if k.startswith("image/")', "if k"),
    Mutant(
        "counts are kept",
        'cell | {"outputs": outputs, "execution_count": None}',
        'cell | {"outputs": outputs}',
    ),
    Mutant(
        "checks are not called",
        """@try_it("{name}", {name})\\n{source}""",
        "{source}",
    ),
    Mutant(
        "hidden points are all points",
        "return public, question.points - public",
        "return public, question.points",
    ),
    Mutant("all points are tried", "{public:g} of them", "{question.points:g} of them"),
    Mutant("the table has one column", "({a:g}, {b:g}),", "({a:g}, {a:g}),"),
    Mutant(
        "the receipt counts hidden points",
        "sum(shares(question)[0] for",
        "sum(shares(question)[1] for",
    ),
    Mutant(
        "a notebook does not say which it is", 'named = {"homework": homework.name}', "named = {}"
    ),
    Mutant(
        "a notebook does not say for whom it is",
        "if homework.student else {}",
        "if not homework else {}",
        ("grading/tests/test_grading_variant.py",),
    ),
    Mutant(
        "what is tried has the numbers of the cell",
        'if homework.numbers else ""',
        'if not homework else ""',
        ("grading/tests/test_grading_variant.py",),
    ),
    Mutant(
        "a code cell has no outputs",
        '"outputs": [], "execution_count": None,\n    }',
        '"execution_count": None,\n    }',
    ),
    Mutant("ids are random", '"id": identifier, "metadata"', '"id": str(id(source)), "metadata"'),
    Mutant(
        "answers count as handed out",
        "for cell in cells if not names & set(tags(cell))]",
        "for cell in cells]",
    ),
    Mutant(
        "points stand where students write",
        ' and not tagged(cells[number], "written")',
        "",
        ("grading/tests/test_grading_marking.py",),
    ),
]
