"""Faults of lib.gradient_penalty."""

from mutants import Mutant

R1 = "return jnp.mean(jnp.sum(jax.vmap(jax.grad(logit))(real) ** 2, axis=-1))"
BETWEEN = "u * real + (1 - u) * fake"
ROOT = "slopes = jnp.where(squares > 0, jnp.sqrt(jnp.where(squares > 0, squares, 1)), 0)"
TWO_SIDED = "return jnp.mean((slopes - 1) ** 2)"

MUTANTS = [
    Mutant(
        "the slope, not its square",
        R1,
        R1.replace("jnp.sum(", "jnp.linalg.norm(").replace(" ** 2, axis", ", axis"),
    ),
    Mutant("the sum over the points", R1, R1.replace("jnp.mean", "jnp.sum", 1)),
    Mutant("the mean over the coordinates", R1, R1.replace("jnp.sum", "jnp.mean")),
    Mutant(
        "the logit punished, not its slope",
        R1,
        R1.replace("jax.grad(logit)", "logit").replace(
            "(real) ** 2, axis=-1)", "(real)[:, None] ** 2, axis=-1)"
        ),
    ),
    Mutant("the slope at the generated points", BETWEEN, "u * fake + (1 - u) * fake"),
    Mutant("the slope at the real points", BETWEEN, "u * real + (1 - u) * real"),
    Mutant("real and fake exchanged", BETWEEN, "u * fake + (1 - u) * real"),
    Mutant(
        "one place for all pairs",
        "jax.random.uniform(key, (len(real), 1))",
        "jax.random.uniform(key, (1, 1))",
    ),
    Mutant("a slope of zero asked for", TWO_SIDED, "return jnp.mean(slopes**2)"),
    Mutant(
        "the penalty on one side only",
        TWO_SIDED,
        "return jnp.mean(jnp.maximum(slopes - 1, 0) ** 2)",
    ),
    Mutant("NaN where the critic is flat", ROOT, "slopes = jnp.sqrt(squares)"),
]
