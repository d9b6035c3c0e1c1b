"""Faults of book_ext/explorables/core/gan.js."""

from mutants import Mutant

MUTANTS = [
    Mutant("D takes one for the other", "(1 + Math.exp(-logit(", "(1 + Math.exp(logit("),
    Mutant(
        "the sides of V swapped",
        "* softplus(-l) - Math.exp(logNormal(x, mean, std)) * softplus(l)",
        "* softplus(l) - Math.exp(logNormal(x, mean, std)) * softplus(-l)",
    ),
    Mutant("the ½ of JSD missing", "Math.exp(q) * (q - m)) / 2", "Math.exp(q) * (q - m))"),
    Mutant("m is the sum", "logAddExp(p, q) - Math.LN2", "logAddExp(p, q)"),
    Mutant(
        "the losses swapped",
        "saturating: slope((d) => d), nonSaturating: slope((d) => 1 - d)",
        "saturating: slope((d) => 1 - d), nonSaturating: slope((d) => d)",
    ),
    Mutant(
        "the slope of the best D for any",
        "trust * ((x - mean) / std ** 2 - x)",
        "((x - mean) / std ** 2 - x)",
    ),
    Mutant(
        "the densities swapped",
        "trust * (logNormal(x, 0, 1) - logNormal(x, mean, std))",
        "trust * (logNormal(x, mean, std) - logNormal(x, 0, 1))",
    ),
    Mutant("a sum for an integral", "STEP * LINE.reduce", "LINE.reduce"),
]
