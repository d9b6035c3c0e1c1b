"""Faults of lib.long_run."""

from mutants import Mutant

MUTANTS = [
    Mutant(
        "a missing file found by luck", "for file in (arrays, record):", "for file in (arrays,):"
    ),
    Mutant(
        "the arrays of any run accepted",
        'if hashlib.sha256(arrays.read_bytes()).hexdigest() != content["sha256"]:',
        'if not content["sha256"]:',
    ),
    Mutant("the program not named", "python -m {program}", "python -m programs"),
    Mutant(
        "the arrays in another order", "for key in found.files]", "for key in found.files[::-1]]"
    ),
]
