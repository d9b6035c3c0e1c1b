"""Faults of grading.proof."""

from mutants import Mutant

TESTS = ("grading/tests/test_grading_proof.py", "grading/tests/test_grading_prove.py")

MUTANTS = [
    Mutant("a person's marks are missed", "homework._replace(written=())", "homework", TESTS),
    Mutant("what passed is a complaint", "        if check.message is not None\n", "", TESTS),
    Mutant("what passed is not said", 'message or "a check passed"', 'message or ""', TESTS),
]
