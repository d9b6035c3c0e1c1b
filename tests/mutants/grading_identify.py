"""Faults of grading.identify."""

from mutants import Mutant

TESTS = ("grading/tests/test_grading_command.py",)

MUTANTS = [
    Mutant(
        "what a submission says of itself is not asked",
        "    if named:\n        return named[0]\n",
        "",
        TESTS,
    ),
    Mutant(
        "one that answers nothing is taken",
        "if occurring(most, submission) < enough:",
        "if occurring(most, submission) < 0:",
        TESTS,
    ),
    Mutant(
        "tags do not count",
        "q.name in tagged or ",
        "False or ",
        TESTS,
    ),
]
