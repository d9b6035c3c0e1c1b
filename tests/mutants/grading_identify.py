"""Faults of grading.identify."""

from mutants import Mutant

TESTS = ("grading/tests/test_grading_command.py",)

MUTANTS = [
    Mutant(
        "what a submission says of itself is not asked",
        "    if named and (",
        "    if named and not (",
        TESTS,
    ),
    Mutant(
        "one that answers nothing is taken",
        "if occurring(most, submission) < enough:",
        "if occurring(most, submission) < 0:",
        TESTS,
    ),
    Mutant(
        "what it says counts alone",
        "occurring(named[0], submission) or not occurring(most, submission)",
        "True",
        TESTS,
    ),
    Mutant(
        "tags do not count",
        "q.name in tagged or ",
        "False or ",
        TESTS,
    ),
]
