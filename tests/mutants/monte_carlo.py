"""Faults of lib.monte_carlo."""

from mutants import Mutant

LOG_MEAN_EXP = "return logsumexp(values, axis=0) - jnp.log(values.shape[0])"

MUTANTS = [
    Mutant("variance over n instead of n − 1", "ddof=1", "ddof=0"),
    Mutant("standard deviation taken for the standard error", " / n**0.5)", ")"),
    Mutant("standard error that falls with n instead of √n", " / n**0.5)", " / n)"),
    Mutant(
        "a sum of exponentials, not their mean", LOG_MEAN_EXP, "return logsumexp(values, axis=0)"
    ),
    Mutant(
        "a logarithm of exponentials that overflow",
        LOG_MEAN_EXP,
        "return jnp.log(jnp.mean(jnp.exp(values), axis=0))",
    ),
]
