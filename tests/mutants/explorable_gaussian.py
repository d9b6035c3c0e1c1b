"""Faults of book_ext/explorables/core/gaussian.js."""

from mutants import Mutant

MUTANTS = [
    Mutant(
        "half of the line",
        "step * (i - count)",
        "step * (i - count) / 2",
        ("tests/test_explorable_gan.py",),
    ),
    Mutant(
        "a variance for a width",
        "((x - mean) / std) ** 2",
        "(x - mean) ** 2 / std",
        ("tests/test_explorable_gan.py",),
    ),
    Mutant("without its normaliser", " - Math.log(std)", "", ("tests/test_explorable_gan.py",)),
    Mutant(
        "overflow",
        "Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))",
        "Math.log1p(Math.exp(x))",
        ("tests/test_explorable_gan.py",),
    ),
    Mutant(
        "the maximum for the sum",
        "x + softplus(y - x)",
        "Math.max(x, y)",
        ("tests/test_explorable_gan.py",),
    ),
]
