r"""Means of draws: an average with its standard error, and the mean of exponentials."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax.scipy.special import logsumexp
from jax.typing import ArrayLike
from jaxtyping import Array, Float


class Estimate(NamedTuple):
    """A Monte Carlo estimate.

    mean: the average of n values. standard_error: their standard deviation / √n.
    """

    mean: Float[Array, "*batch"]
    standard_error: Float[Array, "*batch"]


@jax.jit
def estimate(values: Float[ArrayLike, "n *batch"]) -> Estimate:
    r"""The average over the first axis and its standard error s/√n, with s² over n − 1.

    Raises ValueError for fewer than 2 values.
    """
    n = jnp.shape(values)[0]
    if n < 2:
        raise ValueError(f"values must hold at least 2 values to have a standard error, got {n}")
    return Estimate(jnp.mean(values, axis=0), jnp.std(values, axis=0, ddof=1) / n**0.5)


@jax.jit
def log_mean_exp(values: Float[Array, "n *batch"]) -> Float[Array, "*batch"]:
    """log (1/n) Σ exp(values) over the first axis."""
    return logsumexp(values, axis=0) - jnp.log(values.shape[0])
