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
        "return float(sum(check.score for check in self.checks))",
        "return float(self.points)",
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
        'questions=questions, notes=tuple(data["notes"])',
        "questions=questions, notes=()",
        TESTS,
    ),
    Mutant(
        "what is computed is handed over too",
        "return {name: data[name] for name in kind._fields} | other",
        "return dict(data) | other",
        TESTS,
    ),
]
