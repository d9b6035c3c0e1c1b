r"""The Gaussian Parzen window: draws of a model turned into a density that can be evaluated.

A model that can only be sampled has no log p(x) to compare. Goodfellow et al. (2014) put a
Gaussian on each of its draws and report the log-density of that mixture at the test data, with σ
chosen on held-out data: the protocol of their Table 1 and of the code they released. It measures
the mixture, not the model (Theis, van den Oord & Bethge 2016).
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax.scipy.special import logsumexp
from jax.typing import ArrayLike
from jaxtyping import Array, Float

from lib import arguments
from lib.distances import map_squared_distances
from lib.monte_carlo import Estimate, estimate


@jax.jit
def parzen_log_likelihood(
    samples: Float[ArrayLike, "n d"], x: Float[ArrayLike, "m d"], *, std: float | Float[Array, ""]
) -> Float[Array, " m"]:
    r"""log (1/n) Σ_i N(x; s_i, σ²I) in nats, one for each x.

    samples: s_i, draws of the model. std: σ > 0, in the unit of x; data, so that another σ does
    not recompile. Memory and rounding are those of `distances.map_squared_distances`, here
    divided by 2σ².
    Raises ValueError when samples and x have different dimensions, TypeError when they are no
    floating-point numbers. Source: Goodfellow et al. (2014), section 5.
    """
    return _log_likelihoods(samples, x, jnp.asarray(std)[None])[:, 0]


class Bandwidth(NamedTuple):
    r"""σ by held-out data. std: σ, the candidate with the highest mean. curve: all the means.

    stds: the candidates. curve: for each, the mean log-likelihood of the held-out x and its
    standard error.
    """

    std: Float[Array, ""]
    stds: Float[Array, " k"]
    curve: Estimate


@jax.jit
def choose_std(
    samples: Float[ArrayLike, "n d"], x: Float[ArrayLike, "m d"], *, stds: Float[ArrayLike, " k"]
) -> Bandwidth:
    r"""The σ of stds under which the held-out x are likeliest: argmax_σ Σ_j log p_σ(x_j).

    x must be neither the samples nor the test data. The distances are computed once for all
    candidates, such as jnp.geomspace(0.1, 1, 10). Errors as in `parzen_log_likelihood`; the mean
    of each candidate over x, which needs two rows, is in the result.
    """
    stds = jnp.asarray(stds)
    curve = estimate(_log_likelihoods(samples, x, stds))
    return Bandwidth(stds[jnp.argmax(curve.mean)], stds, curve)


def _log_likelihoods(samples, x, stds):
    """(m, k): the log-density at each x for each σ."""
    arguments.floating(samples=samples, x=x, stds=stds)
    samples, x = jnp.asarray(samples), jnp.asarray(x)
    arguments.same_space(samples=samples, x=x)
    n, d = samples.shape

    def log_density(squares):
        exponents = -squares[None] / (2 * stds[:, None] ** 2)
        log_mean = logsumexp(exponents, axis=1) - jnp.log(n)
        return log_mean - d / 2 * jnp.log(2 * jnp.pi * stds**2)

    return map_squared_distances(log_density, samples, x)
