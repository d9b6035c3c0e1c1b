"""Faults of grading.batch."""

from mutants import Mutant

TESTS = ("grading/tests/test_grading_command.py",)

MUTANTS = [
    Mutant(
        "an unreadable file is an error",
        "except Unreadable as error:",
        "except ZeroDivisionError as error:",
        TESTS,
    ),
    Mutant(
        "a fault of ours stops the batch",
        "except Exception as error:",
        "except ZeroDivisionError as error:",
        TESTS,
    ),
    Mutant(
        "the seed is forgotten",
        "return grade_file(path, choose, seed=seed,",
        "return grade_file(path, choose, seed=0,",
        TESTS,
    ),
]
