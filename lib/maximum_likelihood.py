"""Gaussians and mixtures of them, fitted to points by maximum likelihood."""

from functools import partial

import jax
import jax.numpy as jnp
from jax.scipy.linalg import solve_triangular
from jaxtyping import Array, Float, Key

from lib import arguments
from lib.distributions import Gaussian, Mixture


@jax.jit
def fit_gaussian(x: Float[Array, "n d"]) -> Gaussian:
    r"""N(μ, Σ) with μ = mean of the x, Σ = mean of (x − μ)(x − μ)ᵀ.

    Raises ValueError when there are not more than d points: Σ would be singular.
    Source: Bishop (2006), section 2.3.4.
    """
    arguments.floating(x=x)
    _more_than_dimensions(x)
    mean, cov = _weighted_moments(x, jnp.full(len(x), 1 / len(x)))
    return Gaussian(mean, cov)


@partial(jax.jit, static_argnames=("components", "steps"))
def fit_mixture(
    key: Key[Array, ""],
    x: Float[Array, "n d"],
    *,
    components: int,
    steps: int,
    shrinkage: float | Float[Array, ""] = 0.0,
) -> Mixture:
    r"""Σ_k w_k N(μ_k, Σ_k) after `steps` of `mixture_em_step`, each with this shrinkage.

    It starts from equal weights, from `components` different points as means and from the
    points' own covariance; where it ends, a local optimum, depends on the key.
    The likelihood has no upper bound: without shrinkage a component that closes in on too few
    points ends in NaN. With it none does, and what grows is the likelihood times a prior.
    Raises ValueError unless 1 ≤ components ≤ n and n > d.
    Source: Bishop (2006), section 9.2.2.
    """
    arguments.floating(x=x)
    _more_than_dimensions(x)
    if not 1 <= components <= len(x):
        raise ValueError(f"components must lie in 1 … {len(x)}, got {components}")
    means = jax.random.choice(key, x, (components,), replace=False)
    covs = jnp.broadcast_to(fit_gaussian(x).cov, (components, *2 * x.shape[1:]))
    start = Mixture(jnp.full(components, 1 / components), means, covs)

    def step(mixture, _):
        return mixture_em_step(mixture, x, shrinkage=shrinkage), None

    mixture, _ = jax.lax.scan(step, start, length=steps)
    return mixture


@jax.jit
def mixture_em_step(
    mixture: Mixture, x: Float[Array, "n d"], *, shrinkage: float | Float[Array, ""] = 0.0
) -> Mixture:
    r"""The E-step, r_nk = w_k N(x_n; μ_k, Σ_k)/Σ_j w_j N(x_n; μ_j, Σ_j), and the M-step.

    M-step: w_k = mean of the r_nk; μ_k and Σ_k are the moments of the points weighted by r_nk.
    Shrinkage s ≥ 0 mixes into Σ_k the covariance Σ of all points, as if the component held s more
    of them: Σ_k ← (Σ_n r_nk (x_n − μ_k)(x_n − μ_k)ᵀ + sΣ)/(Σ_n r_nk + s). With s = 0 the mean
    log-likelihood of the points never falls.
    Source: Bishop (2006), equations 9.23 to 9.27; for s, Murphy (2012), section 11.4.2.8.
    """

    def log_component(weight, mean, cov):
        # log w + log N(x; μ, Σ) up to a constant. For many points the product with L⁻¹ is many
        # times faster than a triangular solve.
        factor = jnp.linalg.cholesky(cov)
        inverse = solve_triangular(factor, jnp.eye(len(mean)), lower=True)
        squares = jnp.sum(((x - mean[None]) @ inverse.T) ** 2, axis=1)
        return jnp.log(weight) - jnp.sum(jnp.log(jnp.diagonal(factor))) - squares / 2

    responsibility = jax.nn.softmax(jax.vmap(log_component)(*mixture), axis=0)
    weights = jnp.mean(responsibility, axis=1)
    means, covs = jax.vmap(_weighted_moments, (None, 0))(
        x, responsibility / responsibility.sum(axis=1, keepdims=True)
    )
    share = (shrinkage / (len(x) * weights + shrinkage))[:, None, None]
    return Mixture(weights, means, covs + share * (fit_gaussian(x).cov[None] - covs))


def _weighted_moments(x, weights):
    """Mean and covariance under weights that sum to 1."""
    mean = weights @ x
    centred = x - mean[None]
    return mean, (weights[:, None] * centred).T @ centred


def _more_than_dimensions(x) -> None:
    if len(x) <= x.shape[1]:
        raise ValueError(f"x must have more points than its {x.shape[1]} dimensions, got {len(x)}")
