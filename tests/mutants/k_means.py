"""Faults of lib.k_means."""

from mutants import ERRORS, Mutant

NEAREST = "return jnp.argmin(half_squares - product)"
MEAN = "return jnp.where(counts > 0, sums / jnp.maximum(counts, 1), centres)"

MUTANTS = [
    Mutant("the farthest centre", NEAREST, NEAREST.replace("argmin", "argmax")),
    Mutant("the largest product", NEAREST, "return jnp.argmax(product)"),
    Mutant("squares not halved", "jnp.sum(centres**2, axis=1) / 2", "jnp.sum(centres**2, axis=1)"),
    Mutant("squares around the origin", "    centres, x = centres - middle, x - middle\n", ""),
    Mutant("sums for means", MEAN, "return jnp.where(counts > 0, sums, centres)"),
    Mutant("means over all points", MEAN, MEAN.replace("jnp.maximum(counts, 1)", "len(x)")),
    Mutant(
        "a centre without points moves to the origin",
        MEAN,
        "return sums / jnp.maximum(counts, 1)",
    ),
    Mutant(
        "a centre without points becomes NaN",
        MEAN,
        "return sums / counts",
    ),
    Mutant("the centre counted as a point", MEAN, MEAN.replace("sums /", "(sums + centres) /")),
    Mutant("centres that stay", MEAN, "return centres"),
    Mutant(
        "every centre counts all points",
        "counts = jnp.zeros(k, x.dtype).at[nearest].add(1)[:, None]",
        "counts = jnp.full((k, 1), len(x), x.dtype)",
    ),
    Mutant("the last point only", ".at[nearest].add(x)", ".at[nearest].set(x)"),
    Mutant("other dimensions accepted", "if centres.shape[1] != x.shape[1]:", "if False:", ERRORS),
    Mutant(
        "integers accepted",
        "    arguments.floating(centres=centres, x=x)\n",
        "",
        ERRORS,
    ),
]
