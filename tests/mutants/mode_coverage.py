"""Faults of lib.mode_coverage."""

from mutants import Mutant

NEAR = "near = jnp.min(far, axis=1) <= radius * jnp.asarray(std)"
COUNTS = ".at[jnp.argmin(far, axis=1)].add(near.astype(int))"
SHARES = "shares = counts / jnp.sum(counts, axis=-1, keepdims=True)"
KL = "return kl_divergence(shares, jnp.full_like(shares, 1 / counts.shape[-1]))"

MUTANTS = [
    Mutant(
        "the radius in the data's unit, not in standard deviations",
        NEAR,
        NEAR.replace("radius * jnp.asarray(std)", "radius + 0 * std"),
    ),
    Mutant("the far draws counted", NEAR, NEAR.replace("<=", ">")),
    Mutant("the edge left out", NEAR, NEAR.replace("<=", "<")),
    Mutant("near to every mode", NEAR, NEAR.replace("jnp.min", "jnp.max")),
    Mutant(
        "near in each coordinate",
        "far = jax.vmap(distances, (0, None))(x, means)",
        "far = jnp.max(jnp.abs(x[:, None] - means[None]), axis=-1)",
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
