"""Faults of lib.modes."""

from mutants import ERRORS, Mutant

NEAR = "near = jnp.min(squares, axis=1) <= jnp.square(radius * jnp.asarray(std))"
COUNTS = ".at[jnp.argmin(squares, axis=1)].add(near.astype(int))"
SHARES = "shares = counts / jnp.sum(counts, axis=-1, keepdims=True)"
KL = "return kl_divergence(shares, jnp.full_like(shares, 1 / counts.shape[-1]))"

MUTANTS = [
    Mutant(
        "squared distances against an unsquared radius",
        NEAR,
        NEAR.replace("jnp.square(radius * jnp.asarray(std))", "radius * jnp.asarray(std)"),
    ),
    Mutant(
        "the radius in the data's unit, not in standard deviations",
        NEAR,
        NEAR.replace("jnp.square(radius * jnp.asarray(std))", "jnp.square(radius) + 0 * std"),
    ),
    Mutant("the far draws counted", NEAR, NEAR.replace("<=", ">")),
    Mutant("the edge left out", NEAR, NEAR.replace("<=", "<")),
    Mutant("near to every mode", NEAR, NEAR.replace("jnp.min", "jnp.max")),
    Mutant(
        "near in each coordinate",
        "squares = jnp.sum((x[:, None] - means[None]) ** 2, axis=-1)",
        "squares = jnp.max((x[:, None] - means[None]) ** 2, axis=-1)",
    ),
    Mutant("counts of the farthest mode", COUNTS, COUNTS.replace("argmin", "argmax")),
    Mutant("every draw counted", COUNTS, COUNTS.replace("near.astype(int)", "1")),
    Mutant("one draw a mode", COUNTS, COUNTS.replace(".add(", ".max(")),
    Mutant(
        "quality as a number of draws",
        "jnp.mean(near, dtype=x.dtype)",
        "jnp.sum(near, dtype=x.dtype)",
    ),
    Mutant("a mode covered without a draw", "jnp.sum(counts > 0)", "jnp.sum(counts >= 0)"),
    Mutant("covered by two draws", "jnp.sum(counts > 0)", "jnp.sum(counts > 1)"),
    Mutant(
        "spaces not compared",
        "if x.shape[1] != means.shape[1]:",
        "if x.ndim != means.ndim:",
        ERRORS,
    ),
    Mutant(
        "the KL the other way round",
        KL,
        "return kl_divergence(jnp.full_like(shares, 1 / counts.shape[-1]), shares)",
    ),
    Mutant(
        "one total for the whole batch",
        SHARES,
        "shares = counts / jnp.sum(counts, axis=None, keepdims=True)",
    ),
    Mutant(
        "the entropy itself",
        KL,
        KL.replace("return ", "return jnp.log(float(counts.shape[-1])) - "),
    ),
    Mutant("no counts called even", SHARES, SHARES.replace("jnp.sum(", "1e-9 + jnp.sum(")),
]
