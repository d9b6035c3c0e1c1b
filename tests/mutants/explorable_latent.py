"""Faults of book_ext/explorables/core/latent.js."""

from mutants import Mutant

MUTANTS = [
    Mutant("no bias", "bias.map((b) => unit * b)", "bias.map(() => 0)"),
    Mutant("biases in another unit", "unit * b", "b"),
    Mutant("kernels in another unit", "unit * (i ?", "(i ?"),
    Mutant("no activation", "i ? Math.max(x[j], 0) : x[j]", "x[j]"),
    Mutant("the code itself activated", "i ? Math.max(x[j], 0) : x[j]", "Math.max(x[j], 0)"),
    Mutant("black for white", "Math.exp(-logit)", "Math.exp(logit)"),
    Mutant("rows for columns", "side * j + i", "side * i + j"),
    Mutant("the point below, not the nearest", "Math.round", "Math.floor"),
    Mutant("codes beyond the lattice", "Math.min(Math.max(place, 0), side - 1)", "place"),
]
