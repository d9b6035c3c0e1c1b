"""Faults of grading.syntax."""

from mutants import Mutant

MUTANTS = [
    Mutant("all at a time", "with _one_at_a_time:", "with Lock():"),
]
