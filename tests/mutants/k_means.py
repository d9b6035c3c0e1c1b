"""Faults of lib.k_means."""

from mutants import Mutant

MEAN = "return jnp.where(counts > 0, sums / jnp.maximum(counts, 1), centres)"

MUTANTS = [
    Mutant("centres and points exchanged", "nearest(centres, x)", "nearest(x, centres)"),
    Mutant("sums for means", MEAN, "return jnp.where(counts > 0, sums, centres)"),
    Mutant("means over all points", MEAN, MEAN.replace("jnp.maximum(counts, 1)", "len(x)")),
    Mutant(
        "a centre without points moves to the origin", MEAN, "return sums / jnp.maximum(counts, 1)"
    ),
    Mutant("a centre without points becomes NaN", MEAN, "return sums / counts"),
    Mutant("the centre counted as a point", MEAN, MEAN.replace("sums /", "(sums + centres) /")),
    Mutant("centres that stay", MEAN, "return centres"),
    Mutant(
        "every centre counts all points",
        "counts = jnp.zeros(len(centres), x.dtype).at[number].add(1)[:, None]",
        "counts = jnp.full((len(centres), 1), len(x), x.dtype)",
    ),
    Mutant("the last point only", ".at[number].add(x)", ".at[number].set(x)"),
]
