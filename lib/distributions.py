r"""Densities that can be evaluated and drawn from, and the toy data sets made of them.

`log_prob` is in nats and takes JAX or NumPy arrays; the last axis is the space. Checks of values
(variances, weights) are made outside jit; inside, a bad variance gives NaN.
"""

import math
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.linalg import solve_triangular
from jax.scipy.special import logsumexp
from jax.typing import ArrayLike
from jaxtyping import Array, Float, Key

from lib import arguments
from lib.distances import map_squared_distances

LOG_2PI = math.log(2 * math.pi)
ANGLES = 1000  # of each half circle in `two_moons_log_prob`


def normal_log_prob(
    x: Float[ArrayLike, "*batch d"],
    mean: Float[ArrayLike, "*batch d"],
    log_var: Float[ArrayLike, "*batch d"],
) -> Float[Array, "*batch"]:
    r"""log N(x; μ, diag σ²) = −½ Σ [log 2π + log σ² + (x − μ)²/σ²].

    Raises ValueError when the shapes differ.
    """
    arguments.floating(x=x, mean=mean, log_var=log_var)
    arguments.same_shape(x=x, mean=mean, log_var=log_var)
    squares = jnp.square(jnp.subtract(x, mean)) * jnp.exp(jnp.negative(log_var))
    return -jnp.sum(LOG_2PI + log_var + squares, axis=-1) / 2


def bernoulli_log_prob(
    x: Float[ArrayLike, "*batch d"], logits: Float[ArrayLike, "*batch d"]
) -> Float[Array, "*batch"]:
    r"""Σ [x log s + (1 − x) log(1 − s)] with s = sigmoid(logits), stable for large logits.

    The negative binary cross-entropy, summed over the d pixels. Raises ValueError when the
    shapes differ or x leaves [0, 1] (outside jit).
    """
    arguments.floating(x=x, logits=logits)
    arguments.same_shape(x=x, logits=logits)
    if arguments.known(x) and not ((np.asarray(x) >= 0) & (np.asarray(x) <= 1)).all():
        raise ValueError("x must lie in [0, 1]")
    # log s = l − softplus(l) and log(1 − s) = −softplus(l).
    return jnp.sum(x * jnp.asarray(logits) - jax.nn.softplus(logits), axis=-1)


class Gaussian(NamedTuple):
    r"""N(μ, Σ) on ℝᵈ. mean: μ (d,). cov: Σ (d, d), symmetric positive definite."""

    mean: Float[Array, " d"]
    cov: Float[Array, "d d"]

    def log_prob(self, x: Float[ArrayLike, "*batch d"]) -> Float[Array, "*batch"]:
        r"""log N(x; μ, Σ) = −½[d log 2π + log det Σ + (x − μ)ᵀ Σ⁻¹ (x − μ)]."""
        self._check()
        arguments.floating(x=x)
        arguments.same_space(x=x, mean=self.mean)
        return _gaussian_log_prob(*self, jnp.asarray(x))

    def sample(self, key: Key[Array, ""], n: int) -> Float[Array, "n d"]:
        r"""n draws x = μ + L ε with L Lᵀ = Σ and ε ~ N(0, I)."""
        self._check()
        return jax.random.multivariate_normal(key, self.mean, self.cov, (n,))

    def _check(self) -> None:
        arguments.floating(mean=self.mean)
        arguments.covariance(cov=self.cov)
        arguments.shape("cov", self.cov, 2 * jnp.shape(self.mean))


class Mixture(NamedTuple):
    r"""Σ_k w_k N(μ_k, Σ_k) on ℝᵈ. weights: w (k,). means: μ (k, d). covs: Σ (k, d, d)."""

    weights: Float[Array, " k"]
    means: Float[Array, "k d"]
    covs: Float[Array, "k d d"]

    def log_prob(self, x: Float[ArrayLike, "*batch d"]) -> Float[Array, "*batch"]:
        r"""log Σ_k w_k N(x; μ_k, Σ_k), by log-sum-exp over the components."""
        self._check()
        arguments.floating(x=x)
        arguments.same_space(x=x, means=self.means)
        return _mixture_log_prob(*self, jnp.asarray(x))

    def sample(self, key: Key[Array, ""], n: int) -> Float[Array, "n d"]:
        """Draw n components by their weights, then a point from each."""
        self._check()
        return _mixture_sample(*self, key, n)

    def _check(self) -> None:
        arguments.probabilities(weights=self.weights)
        arguments.floating(means=self.means)
        arguments.covariance(covs=self.covs)
        k, d = jnp.shape(self.means)
        arguments.shape("weights", self.weights, (k,))
        arguments.shape("covs", self.covs, (k, d, d))


@jax.jit
def _gaussian_log_prob(mean, cov, x):
    chol = jnp.linalg.cholesky(cov)
    difference = x - jnp.broadcast_to(mean, x.shape)
    whitened = solve_triangular(chol, difference.reshape(-1, len(chol)).T, lower=True)
    squares = jnp.sum(whitened**2, axis=0).reshape(difference.shape[:-1])
    log_det = 2 * jnp.sum(jnp.log(jnp.diagonal(chol)))
    return -(len(chol) * LOG_2PI + log_det + squares) / 2


@jax.jit
def _mixture_log_prob(weights, means, covs, x):
    log_probs = jax.vmap(_gaussian_log_prob, (0, 0, None), out_axes=-1)(means, covs, x)
    weights = jnp.broadcast_to(weights, log_probs.shape)
    return logsumexp(log_probs, axis=-1, b=weights)


@partial(jax.jit, static_argnames="n")
def _mixture_sample(weights, means, covs, key, n):
    key_component, key_noise = jax.random.split(key)
    k = jax.random.choice(key_component, len(weights), (n,), p=weights)
    noise = jax.random.normal(key_noise, (n, means.shape[-1]))
    return means[k] + jnp.einsum("nij,nj->ni", jnp.linalg.cholesky(covs)[k], noise)


def ring(*, modes: int = 8, radius: float = 2.0, std: float = 0.1) -> Mixture:
    """Equal round Gaussians on a circle in the plane, the first at (radius, 0)."""
    angles = 2 * jnp.pi * jnp.arange(modes) / modes
    return _round(radius * jnp.stack([jnp.cos(angles), jnp.sin(angles)], axis=-1), std)


def lattice(*, side: int = 5, spacing: float = 1.0, std: float = 0.05) -> Mixture:
    """side² equal round Gaussians on a square lattice around the origin."""
    ticks = spacing * (jnp.arange(side) - (side - 1) / 2)
    return _round(jnp.stack(jnp.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2), std)


def two_moons(key: Key[Array, ""], n: int, *, noise: float = 0.1) -> Float[Array, "n 2"]:
    """n points on two interleaved half circles of radius 1, plus N(0, noise² I)."""
    arguments.positive(noise=noise)
    key_side, key_angle, key_noise = jax.random.split(key, 3)
    upper = jax.random.bernoulli(key_side, shape=(n,))
    angle = jnp.pi * jax.random.uniform(key_angle, (n,))
    x = jnp.where(upper, jnp.cos(angle), 1 - jnp.cos(angle))
    y = jnp.where(upper, jnp.sin(angle), 0.5 - jnp.sin(angle))
    return jnp.stack([x, y], axis=-1) + noise * jax.random.normal(key_noise, (n, 2))


def two_moons_log_prob(x: Float[ArrayLike, "n 2"], *, noise: float = 0.1) -> Float[Array, " n"]:
    r"""log p(x) of `two_moons`: the mean of N(x; c, noise² I) over the points c of both arcs.

    By the midpoint rule in the angle, off by a few parts in 10⁴ at noise = 0.1 and less for more.
    """
    arguments.floating(x=x)
    arguments.positive(noise=noise)
    angle = (jnp.arange(ANGLES) + 0.5) * jnp.pi / ANGLES
    upper = jnp.stack([jnp.cos(angle), jnp.sin(angle)], axis=-1)
    arcs = jnp.concatenate([upper, jnp.array([[1.0, 0.5]]) - upper])

    def at(squares):
        return logsumexp(-squares / (2 * noise**2)) - jnp.log(len(arcs) * 2 * jnp.pi * noise**2)

    return map_squared_distances(at, arcs, jnp.asarray(x))


def _round(means: Array, std: float) -> Mixture:
    """The mixture of N(mean, std² I) with equal weights."""
    arguments.positive(std=std)
    k, d = means.shape
    covs = jnp.broadcast_to(std**2 * jnp.eye(d), (k, d, d))
    return Mixture(jnp.full(k, 1 / k), means, covs)
