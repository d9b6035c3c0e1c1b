"""Faults of book_ext/explorables/core/kl.js."""

from mutants import Mutant

MUTANTS = [
    Mutant(
        "both modes in one place",
        "logAddExp(logNormal(x, -d, 1), logNormal(x, d, 1))",
        "logAddExp(logNormal(x, d, 1), logNormal(x, d, 1))",
    ),
    Mutant(
        "forward is reverse",
        '"forward KL": [1, 0, 0], "reverse KL": [0, 1, 0]',
        '"forward KL": [0, 1, 0], "reverse KL": [1, 0, 0]',
    ),
    Mutant("the non-saturating loss adds JSD", "[0, 1, -2]", "[0, 1, 2]"),
    Mutant("reverse under p", "reverse += STEP * b * (q - p)", "reverse += STEP * a * (q - p)"),
    Mutant("the log of q left out of the gradient", "b * qq * (q - p + 1)", "b * qq * (1 - p)"),
    Mutant("JSD's gradient doubled", "c * qq * (q - m) / 2", "c * qq * (q - m)"),
    Mutant("the gradient in the width", "weight * (z * z - 1)", "weight * z * z"),
    Mutant(
        "uphill",
        "[-variance * here.gradient[0], -here.gradient[1] / 2]",
        "[variance * here.gradient[0], here.gradient[1] / 2]",
    ),
    Mutant("one step only", "n < steps", "n < 1"),
]
