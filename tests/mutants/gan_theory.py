"""Faults of lib.gan_theory."""

from mutants import ERRORS, Mutant

REAL = "real = _times(p_data, jax.nn.log_sigmoid, logits)"
FAKE = "fake = _times(p_g, jax.nn.log_sigmoid, -logits)"
CRITERION = "_times(p_data, jnp.log, real) + _times(p_g, jnp.log, fake)"
STEP = "jax.nn.softmax(jnp.log(p_g) - rate * jnp.log(share), axis=-1)"

MUTANTS = [
    Mutant("V with the classes swapped", REAL, REAL.replace("logits", "-logits")),
    Mutant("V with log D of the generated points", FAKE, FAKE.replace("-logits", "logits")),
    Mutant(
        "V of probabilities, which overflows",
        FAKE,
        "fake = _times(p_g, lambda l: jnp.log(jax.nn.sigmoid(l)), -logits)",
    ),
    Mutant("V of the data alone", "jnp.sum(real + fake", "jnp.sum(real"),
    Mutant("V with the fake term subtracted", "jnp.sum(real + fake", "jnp.sum(real - fake"),
    Mutant("V summed over a batch", "jnp.sum(real + fake, axis=-1)", "jnp.sum(real + fake)"),
    Mutant("C of the data alone", CRITERION, "_times(p_data, jnp.log, real)"),
    Mutant("C with the shares swapped", CRITERION, CRITERION.replace("real)", "fake)", 1)),
    Mutant("C with the weights swapped", CRITERION, CRITERION.replace("p_g", "p_data")),
    Mutant(
        "1 − D* as a difference",
        "optimal_discriminator(p_data, p_g), optimal_discriminator(p_g, p_data)",
        "optimal_discriminator(p_data, p_g), 1 - optimal_discriminator(p_data, p_g)",
    ),
    Mutant(
        "C summed over a batch",
        "_times(p_g, jnp.log, fake), axis=-1)",
        "_times(p_g, jnp.log, fake))",
    ),
    Mutant("a step away from the data", STEP, STEP.replace("- rate", "+ rate")),
    Mutant("a step of rate one", STEP, STEP.replace("rate * ", "")),
    Mutant("a step from the uniform distribution", STEP, STEP.replace("jnp.log(p_g) ", "")),
    Mutant(
        "a step by D*, not by 1 − D*",
        "share = optimal_discriminator(p_g, p_data)",
        "share = optimal_discriminator(p_data, p_g)",
    ),
    Mutant("an additive step", STEP, "p_g - rate * jnp.log(share)"),
    Mutant("a batch normalised as a whole", STEP, STEP.replace(", axis=-1", ", axis=None")),
    Mutant("NaN where there is no mass", "return p * f(jnp.where(p > 0, x, 1))", "return p * f(x)"),
    Mutant(
        "a gradient of NaN where there is no mass",
        "return p * f(jnp.where(p > 0, x, 1))",
        "return jnp.where(p > 0, p * f(x), 0)",
    ),
    Mutant(
        "logits of another shape accepted",
        "arguments.same_shape(logits=logits, p_data",
        "arguments.same_shape(p_data",
        ERRORS,
    ),
    Mutant(
        "a start at the edge accepted",
        "arguments.positive(p_g=p_g, rate=rate)",
        "arguments.positive(rate=rate)",
        ERRORS,
    ),
    Mutant(
        "a step backwards accepted",
        "arguments.positive(p_g=p_g, rate=rate)",
        "arguments.positive(p_g=p_g)",
        ERRORS,
    ),
]
