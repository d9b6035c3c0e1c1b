"""Faults of grading.worker.plain."""

from mutants import Mutant

TESTS = ("grading/tests/test_grading_notebook.py",)

MUTANTS = [
    Mutant(
        "an iterator is no plain data",
        "list | range | map | zip | filter | Iterator",
        "list | range",
        TESTS,
    ),
    Mutant(
        "a set is taken",
        '    raise TypeError(f"the answer is of type',
        '    return value\n    raise TypeError(f"the answer is of type',
        TESTS,
    ),
]
