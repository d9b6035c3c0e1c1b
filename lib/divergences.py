r"""Entropies and divergences, in nats, as the textbook writes them.

Arrays of probabilities lie along the last axis. Conventions: 0·log 0 = 0, and KL = ∞ where
q = 0 < p. Gradients are finite wherever the value is. JAX and NumPy arrays are accepted.
Source: Cover & Thomas, *Elements of Information Theory*, chapters 2 and 8.
"""

import math
from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.linalg import cho_solve
from jax.typing import ArrayLike
from jaxtyping import Array, Float

from lib import arguments
from lib.monte_carlo import Estimate, estimate

LogDensity = Callable[[Array], Array]
OnGrid = LogDensity | Float[ArrayLike, " n"]
# (1 + t) log(1 + t) − t = t² (½ − t/6 + t²/12 − …); the coefficients, the highest power first.
EXCESS = [(-1) ** n / (n * (n - 1)) for n in range(18, 1, -1)]


def entropy(p: Float[ArrayLike, "*batch k"]) -> Float[Array, "*batch"]:
    r"""H(p) = −Σ p log p.

    Raises ValueError when p is negative or does not sum to 1 (outside jit).
    """
    arguments.probabilities(p=p)
    return -jnp.sum(_times_log(p, p), axis=-1)


def cross_entropy(
    p: Float[ArrayLike, "*batch k"], q: Float[ArrayLike, "*batch k"]
) -> Float[Array, "*batch"]:
    r"""H(p, q) = −Σ p log q = H(p) + KL(p‖q).

    Raises ValueError when the shapes differ, or an argument is no distribution (outside jit).
    """
    _require_distributions(p, q)
    return -jnp.sum(_times_log(p, q), axis=-1)


def kl_divergence(
    p: Float[ArrayLike, "*batch k"], q: Float[ArrayLike, "*batch k"]
) -> Float[Array, "*batch"]:
    r"""KL(p‖q) = Σ p log(p/q) ≥ 0, the arguments in the formula's order.

    It is summed as Σ [p log(p/q) − p + q], no term of which is negative, so that rounding does not
    take it below 0 and close distributions keep their digits.
    Raises ValueError when the shapes differ, or an argument is no distribution (outside jit).
    """
    _require_distributions(p, q)
    p, q = jnp.asarray(p), jnp.asarray(q)
    # Σp − Σq is 0 but for rounding; added like this, it counts in the gradient alone.
    balance = jnp.sum(p - q, axis=-1)
    return jnp.sum(_kl_terms(p, q), axis=-1) + (balance - jax.lax.stop_gradient(balance))


def js_divergence(
    p: Float[ArrayLike, "*batch k"], q: Float[ArrayLike, "*batch k"]
) -> Float[Array, "*batch"]:
    r"""JSD(p‖q) = ½ KL(p‖m) + ½ KL(q‖m), with m = (p + q)/2; it lies in [0, log 2].

    Raises ValueError when the shapes differ, or an argument is no distribution (outside jit).
    Source: Lin (1991), *Divergence measures based on the Shannon entropy*.
    """
    _require_distributions(p, q)
    p, q = jnp.asarray(p), jnp.asarray(q)
    m = (p + q) / 2
    js = (kl_divergence(p, m) + kl_divergence(q, m)) / 2
    return js - jax.lax.stop_gradient(jnp.maximum(js - _log_2(js.dtype), 0))


def total_variation(
    p: Float[ArrayLike, "*batch k"], q: Float[ArrayLike, "*batch k"]
) -> Float[Array, "*batch"]:
    r"""TV(p, q) = ½ Σ |p − q|; it lies in [0, 1].

    Raises ValueError when the shapes differ, or an argument is no distribution (outside jit).
    """
    _require_distributions(p, q)
    return jnp.sum(jnp.abs(jnp.subtract(p, q)), axis=-1) / 2


def kl_gaussian(
    mean_p: Float[ArrayLike, "*batch d"],
    cov_p: Float[ArrayLike, "*batch d d"],
    mean_q: Float[ArrayLike, "*batch d"],
    cov_q: Float[ArrayLike, "*batch d d"],
) -> Float[Array, "*batch"]:
    r"""KL(N(μ_p, Σ_p)‖N(μ_q, Σ_q)) = ½[tr Σ_q⁻¹Σ_p + δᵀΣ_q⁻¹δ − d + log(det Σ_q/det Σ_p)].

    Here δ = μ_q − μ_p. Raises ValueError when shapes do not match or a covariance is not
    symmetric positive definite (outside jit; inside, the result is NaN).
    """
    arguments.floating(mean_p=mean_p, mean_q=mean_q)
    arguments.covariance(cov_p=cov_p, cov_q=cov_q)
    arguments.same_shape(mean_p=mean_p, mean_q=mean_q)
    arguments.same_shape(cov_p=cov_p, cov_q=cov_q)
    arguments.shape("cov_p", cov_p, (*jnp.shape(mean_p), jnp.shape(mean_p)[-1]))
    chol_p, chol_q = jnp.linalg.cholesky(cov_p), jnp.linalg.cholesky(cov_q)
    difference = jnp.subtract(mean_q, mean_p)[..., None]
    trace = jnp.trace(cho_solve((chol_q, True), cov_p), axis1=-2, axis2=-1)
    distance = jnp.sum(difference * cho_solve((chol_q, True), difference), axis=(-2, -1))
    return (trace + distance - jnp.shape(mean_p)[-1]) / 2 + _half_log_det(chol_q, chol_p)


def kl_standard_normal(
    mean: Float[ArrayLike, "*batch d"], log_var: Float[ArrayLike, "*batch d"]
) -> Float[Array, "*batch"]:
    r"""KL(N(μ, diag σ²)‖N(0, I)) = ½ Σ (μ² + σ² − 1 − log σ²).

    Raises ValueError when the shapes differ.
    Source: Kingma & Welling (2014), appendix B.
    """
    arguments.floating(mean=mean, log_var=log_var)
    arguments.same_shape(mean=mean, log_var=log_var)
    # expm1 keeps the digits where σ² is close to 1.
    return jnp.sum(jnp.square(mean) + jnp.expm1(log_var) - log_var, axis=-1) / 2


def kl_bernoulli(
    logits_p: Float[ArrayLike, "*batch"], logits_q: Float[ArrayLike, "*batch"]
) -> Float[Array, "*batch"]:
    r"""KL(Bern(a)‖Bern(b)) = a log(a/b) + (1 − a) log((1 − a)/(1 − b)), a and b from their logits.

    a = 1/(1 + exp(−logits_p)), and b likewise. Raises ValueError when the shapes differ.
    """
    arguments.floating(logits_p=logits_p, logits_q=logits_q)
    arguments.same_shape(logits_p=logits_p, logits_q=logits_q)
    p, q = jnp.asarray(logits_p), jnp.asarray(logits_q)
    # In the form softplus(q) − softplus(p) − a (q − p) every term stays finite.
    return jax.nn.softplus(q) - jax.nn.softplus(p) - jax.nn.sigmoid(p) * (q - p)


def kl_monte_carlo(
    log_p: LogDensity, log_q: LogDensity, samples: Float[ArrayLike, "n ..."]
) -> Estimate:
    r"""KL(p‖q) ≈ (1/n) Σ [log p(xᵢ) − log q(xᵢ)], for samples xᵢ drawn from p (not from q).

    log_p and log_q map the samples to n log densities.
    """
    samples = jnp.asarray(samples)
    return estimate(log_p(samples) - log_q(samples))


def kl_quadrature(log_p: OnGrid, log_q: OnGrid, x: Float[ArrayLike, " n"]) -> Float[Array, ""]:
    r"""KL(p‖q) = ∫ p (log p − log q) dx by the trapezoidal rule on the grid x.

    log_p and log_q map x to log densities (or are their values at x). The grid must cover p:
    what lies outside is left out. On an even grid the rule is accurate to rounding for smooth
    densities that vanish at both ends (Trefethen & Weideman 2014).
    Raises ValueError when x is not an increasing vector (values: outside jit).
    """
    log_p, log_q, x = _on_grid(log_p, log_q, x)
    return jnp.trapezoid(_times_log_ratio(log_p, log_q), x)


def js_quadrature(log_p: OnGrid, log_q: OnGrid, x: Float[ArrayLike, " n"]) -> Float[Array, ""]:
    r"""JSD(p‖q) = ½ ∫ p (log p − log m) dx + ½ ∫ q (log q − log m) dx, with m = (p + q)/2.

    Arguments and errors as in `kl_quadrature`; the grid must cover both p and q.
    """
    log_p, log_q, x = _on_grid(log_p, log_q, x)
    log_m = jnp.logaddexp(log_p, log_q) - jnp.log(2.0)
    integrand = _times_log_ratio(log_p, log_m) + _times_log_ratio(log_q, log_m)
    return jnp.trapezoid(integrand, x) / 2


def _require_distributions(p, q) -> None:
    arguments.probabilities(p=p, q=q)
    arguments.same_shape(p=p, q=q)


@jax.jit
def _kl_terms(p, q):
    """p log(p/q) − p + q ≥ 0, with 0 log 0 = 0. Where p is like q, by t = p/q − 1."""
    similar = jnp.abs(p - q) < q / 2
    t = jnp.where(similar, p - q, 0) / jnp.where(similar, q, 1)
    series = t**2 * jnp.polyval(jnp.asarray(EXCESS, t.dtype), t)
    excess = jnp.where(jnp.abs(t) < 0.1, series, (1 + t) * jnp.log1p(t) - t)
    return jnp.where(similar, q * excess, _times_log(p, p) - _times_log(p, q) - (p - q))


def _log_2(dtype):
    """The largest number of its type that is not above log 2."""
    nearest = np.asarray(math.log(2), dtype)
    return nearest if float(nearest) <= math.log(2) else np.nextafter(nearest, np.zeros((), dtype))


@jax.jit
def _times_log(p, q):
    """p log q, with 0 log 0 = 0; the where around q keeps the gradient free of NaN."""
    p, q = jnp.asarray(p), jnp.asarray(q)
    return p * jnp.log(jnp.where((p > 0) | (q > 0), q, 1))


@jax.jit
def _times_log_ratio(log_p, log_q):
    """p (log p − log q), with 0 where p = 0, or too small to be told from 0."""
    inside = jnp.exp(log_p) > 0
    log_p_safe, log_q_safe = jnp.where(inside, log_p, 0), jnp.where(inside, log_q, 0)
    return jnp.where(inside, jnp.exp(log_p_safe) * (log_p_safe - log_q_safe), 0)


@jax.jit
def _half_log_det(chol_q, chol_p):
    """½ log(det Σ_q/det Σ_p) from the Cholesky factors."""
    diagonal_q = jnp.diagonal(chol_q, axis1=-2, axis2=-1)
    diagonal_p = jnp.diagonal(chol_p, axis1=-2, axis2=-1)
    return jnp.sum(jnp.log(diagonal_q) - jnp.log(diagonal_p), axis=-1)


def _on_grid(log_p, log_q, x):
    """The two log densities as values on the grid."""
    arguments.floating(x=x)
    x = jnp.asarray(x)
    if x.ndim != 1 or len(x) < 2:
        raise ValueError(f"x must be a vector of at least 2 points, got shape {x.shape}")
    if arguments.known(x) and not (np.diff(np.asarray(x)) > 0).all():
        raise ValueError("x must be increasing")
    values = [f(x) if callable(f) else jnp.asarray(f) for f in (log_p, log_q)]
    arguments.same_shape(log_p=values[0], log_q=values[1], x=x)
    return *values, x
