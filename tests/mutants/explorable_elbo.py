"""Faults of book_ext/explorables/core/elbo.js."""

from mutants import Mutant

MUTANTS = [
    Mutant(
        "the noise left out",
        "logNormal(x, 0, Math.hypot(w, sigma))",
        "logNormal(x, 0, Math.abs(w))",
    ),
    Mutant("the code's prior left out", "w * x / (w * w + sigma * sigma)", "x / w"),
    Mutant("the posterior as wide as the noise", "sigma / Math.hypot(w, sigma)", "sigma"),
    Mutant("the spread of q left out", " - (w * std / sigma) ** 2 / 2", ""),
    Mutant(
        "the KL's arguments swapped",
        "((s / std) ** 2 + ((m - mean) / std) ** 2 - 1) / 2 - Math.log(s / std)",
        "((std / s) ** 2 + ((m - mean) / s) ** 2 - 1) / 2 - Math.log(std / s)",
    ),
    Mutant(
        "the KL added",
        "reconstruction(x, w, sigma, mean, std) - klNormal",
        "reconstruction(x, w, sigma, mean, std) + klNormal",
    ),
    Mutant(
        "the gap in the other direction",
        "klNormal(mean, std, exact.mean, exact.std)",
        "klNormal(exact.mean, exact.std, mean, std)",
    ),
    Mutant("the M-step believes q's mean", "mean * x / (mean * mean + std * std)", "x / mean"),
]
