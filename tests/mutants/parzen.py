"""Faults of lib.parzen."""

from mutants import Mutant

MEAN = "log_mean = logsumexp(exponents, axis=1) - jnp.log(n)"
CONSTANT = "return log_mean - d / 2 * jnp.log(2 * jnp.pi * stds**2)"
EXPONENTS = "exponents = -squares[None] / (2 * stds[:, None] ** 2)"
CHOICE = "return Bandwidth(stds[jnp.argmax(curve.mean)], stds, curve)"

MUTANTS = [
    Mutant("a sum of Gaussians, not their mean", MEAN, MEAN.replace(" - jnp.log(n)", "")),
    Mutant("the mean of the logs", MEAN, "log_mean = jnp.mean(exponents, axis=1)"),
    Mutant(
        "only the nearest sample", MEAN, MEAN.replace("logsumexp(exponents", "jnp.max(exponents")
    ),
    Mutant(
        "exponentials that underflow",
        MEAN,
        "log_mean = jnp.log(jnp.mean(jnp.exp(exponents), axis=1))",
    ),
    Mutant("one dimension's constant", CONSTANT, CONSTANT.replace("d / 2", "1 / 2")),
    Mutant("σ where σ² belongs", CONSTANT, CONSTANT.replace("stds**2", "stds")),
    Mutant("no 2π", CONSTANT, CONSTANT.replace("2 * jnp.pi * ", "")),
    Mutant("the constant's sign lost", CONSTANT, CONSTANT.replace("log_mean -", "log_mean +")),
    Mutant("exponents without the ½", EXPONENTS, EXPONENTS.replace("(2 * ", "(")),
    Mutant("exponents with σ", EXPONENTS, EXPONENTS.replace(" ** 2)", ")")),
    Mutant("the least likely σ", CHOICE, CHOICE.replace("argmax", "argmin")),
    Mutant(
        "the σ of the smallest error",
        CHOICE,
        CHOICE.replace("argmax(curve.mean", "argmin(curve.standard_error"),
    ),
    Mutant("the largest σ", CHOICE, CHOICE.replace("jnp.argmax(curve.mean)", "-1")),
    Mutant(
        "σ chosen on the samples themselves",
        "curve = estimate(_log_likelihoods(samples, x, stds))",
        "curve = estimate(_log_likelihoods(samples, samples, stds))",
    ),
    Mutant(
        "samples and x exchanged",
        "return _log_likelihoods(samples, x, jnp.asarray(std)[None])[:, 0]",
        "return _log_likelihoods(x, samples, jnp.asarray(std)[None])[:, 0]",
    ),
]
