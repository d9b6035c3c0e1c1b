"""Faults of grading.result."""

from mutants import Mutant

TESTS = ("grading/tests/test_grading_reports.py",)

MUTANTS = [
    Mutant(
        "a failed check has its points",
        "if self.message is None else 0.0",
        "if self.message else 0.0",
        TESTS,
    ),
    Mutant(
        "an empty complaint is none",
        "return float(self.points) if self.message is None",
        "return float(self.points) if not self.public",
        TESTS,
    ),
    Mutant(
        "a question earns its points",
        "else sum(check.score for check in self.checks))",
        "else self.points)",
        TESTS,
    ),
    Mutant(
        "a submission earns its points",
        "return float(sum(question.score for question in self.questions))",
        "return float(self.points)",
        TESTS,
    ),
    Mutant(
        "without isolation marks are trusted",
        'if self.level == "none":',
        'if self.level == "nothing":',
        TESTS,
    ),
    Mutant(
        "what is missing is not said",
        ' if self.missing else ""',
        ' if not self.missing else ""',
        TESTS,
    ),
    Mutant(
        "JSON without the marks",
        'totals = {"score": result.score, ',
        'totals = {"score": result.points, ',
        TESTS,
    ),
    Mutant(
        "notes are forgotten",
        '"notes": tuple(data["notes"])',
        '"notes": ()',
        TESTS,
    ),
    Mutant(
        "what is computed is handed over too",
        "return {name: data[name] for name in kind._fields} | other",
        "return dict(data) | other",
        TESTS,
    ),
    Mutant("a mark does not count", "self.mark.points if self.mark else sum(", "sum(", TESTS),
    Mutant(
        "a passed question has a reason",
        "said.pop() if len(said) == 1",
        "said.pop() if said",
        TESTS,
    ),
    Mutant(
        "comments are lost",
        "{self.mark.points:g}{comment}",
        "{self.mark.points:g}",
        ("grading/tests/test_grading_marking.py",),
    ),
    Mutant(
        "the log is lost",
        '"log": tuple(data["log"])',
        '"log": ()',
        ("grading/tests/test_grading_marking.py",),
    ),
]
