r"""One Gaussian q fitted to a density p, by divergences that point either way.

The objectives are a·KL(p‖q) + b·KL(q‖p) + c·JSD(p‖q). Integrals are sums over an even grid, the
trapezoidal rule: accurate to rounding for smooth densities that vanish at its ends and are wider
than about two of its steps (Trefethen & Weideman 2014). A narrower q falls between the points:
`fit` keeps it wide enough. The weights are data: all objectives are one compiled computation.
"""

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax.scipy.linalg import solve_triangular
from jax.typing import ArrayLike
from jaxtyping import Array, Float

from lib import arguments
from lib.distributions import LOG_2PI, Gaussian
from lib.newton import Minimum, minimize


class Divergence(NamedTuple):
    r"""a·KL(p‖q) + b·KL(q‖p) + c·JSD(p‖q). forward: a. reverse: b. js: c."""

    forward: float | Float[Array, ""]
    reverse: float | Float[Array, ""]
    js: float | Float[Array, ""]


FORWARD_KL = Divergence(1.0, 0.0, 0.0)
REVERSE_KL = Divergence(0.0, 1.0, 0.0)
JEFFREYS = Divergence(1.0, 1.0, 0.0)
JENSEN_SHANNON = Divergence(0.0, 0.0, 1.0)
# What G descends at the optimal D: with the saturating loss 2·JSD − log 4, which has the optima
# of JSD; with the other one this, which is 2·KL(½(p + q)‖p) (Arjovsky & Bottou 2017, theorem 2.5).
NON_SATURATING = Divergence(0.0, 1.0, -2.0)


class Grid(NamedTuple):
    r"""An even grid on ℝᵈ. points: (n, d). volume: of a cell, its step to the power of d."""

    points: Float[Array, "n d"]
    volume: Float[Array, ""]


def grid(half_width: float, step: float, *, dimensions: int = 1) -> Grid:
    r"""The points of the cube [−half_width, half_width]ᵈ whose coordinates are multiples of step.

    Raises ValueError unless 0 < step < half_width, and dimensions is at least 1.
    """
    arguments.positive(step=step)
    arguments.at_least(1, dimensions=dimensions)
    if not step < half_width:
        raise ValueError(f"step must be smaller than half_width, got {step} and {half_width}")
    count = int(half_width / step + 1e-9)
    axis = step * jnp.arange(-count, count + 1.0)
    points = jnp.stack(jnp.meshgrid(*[axis] * dimensions, indexing="ij"), axis=-1)
    return Grid(points.reshape(-1, dimensions), jnp.asarray(step**dimensions, axis.dtype))


@jax.jit
def divergence(
    weights: Divergence,
    log_p: Float[ArrayLike, " n"],
    log_q: Float[ArrayLike, " n"],
    volume: Float[ArrayLike, ""],
) -> Float[Array, ""]:
    r"""a·KL(p‖q) + b·KL(q‖p) + c·JSD(p‖q) from log densities at the points of a `Grid`.

    JSD(p‖q) = ½ ∫ p log(p/m) + ½ ∫ q log(q/m) with m = ½(p + q).
    """
    p, q = jnp.exp(log_p), jnp.exp(log_q)
    log_m = jnp.logaddexp(log_p, log_q) - jnp.log(2.0)
    forward = jnp.sum(p * (log_p - log_q))
    reverse = jnp.sum(q * (log_q - log_p))
    js = jnp.sum(p * (log_p - log_m) + q * (log_q - log_m)) / 2
    return volume * (weights.forward * forward + weights.reverse * reverse + weights.js * js)


def gaussian(theta: Float[ArrayLike, " k"]) -> Gaussian:
    r"""N(μ, (AᵀA)⁻¹) from its parameters θ = (μ, −log of A's diagonal, A below its diagonal).

    A is lower triangular, d × d, its entries row by row: k = 2d + d(d − 1)/2. In one dimension
    θ = (μ, log σ). Raises ValueError when no d fits k.
    """
    mean, a = _unpack(theta)
    inverse = solve_triangular(a, jnp.eye(len(mean), dtype=a.dtype), lower=True)
    return Gaussian(mean, inverse @ inverse.T)


def log_normal(theta: Float[ArrayLike, " k"], x: Float[ArrayLike, "n d"]) -> Float[Array, " n"]:
    r"""log N(x; μ, (AᵀA)⁻¹) = −½‖A(x − μ)‖² + log det A − ½ d log 2π, with θ as in `gaussian`.

    Raises ValueError when θ is for another dimension than x.
    """
    mean, a = _unpack(theta)
    arguments.shape("x", x, (len(x), len(mean)))
    white = (x - mean[None]) @ a.T
    log_det = jnp.sum(jnp.log(jnp.diagonal(a)))
    return log_det - (jnp.sum(white**2, axis=1) + len(mean) * LOG_2PI) / 2


def objective(
    theta: Float[ArrayLike, " k"], weights: Divergence, log_p: Float[ArrayLike, " n"], grid: Grid
) -> Float[Array, ""]:
    r"""The divergence of q = N(θ) from p, whose log density at the grid's points is log_p."""
    return divergence(weights, log_p, log_normal(theta, grid.points), grid.volume)


@partial(jax.jit, static_argnames="steps")
def fit(
    theta: Float[ArrayLike, " k"],
    weights: Divergence,
    log_p: Float[ArrayLike, " n"],
    grid: Grid,
    *,
    steps: int = 40,
) -> Minimum:
    r"""The local minimum of `objective` that Newton's method reaches from θ.

    The log widths in θ stay between those of two steps of the grid and of a quarter of its
    half-width. A result at such a bound has a slope that is not zero.
    """
    d = grid.points.shape[1]
    narrow, wide = jnp.log(2 * grid.volume ** (1 / d)), jnp.log(jnp.max(grid.points) / 4)
    is_width = (jnp.arange(len(theta)) >= d) & (jnp.arange(len(theta)) < 2 * d)
    low, high = jnp.where(is_width, narrow, -jnp.inf), jnp.where(is_width, wide, jnp.inf)
    arguments_of_f = (weights, log_p, grid)
    return minimize(objective, theta, *arguments_of_f, low=low, high=high, steps=steps)


def _unpack(theta):
    """μ (d,) and A (d, d)."""
    d = next((d for d in range(1, len(theta)) if 2 * d + d * (d - 1) // 2 == len(theta)), 0)
    if not d:
        raise ValueError(f"theta must have 2d + d(d − 1)/2 entries for some d, got {len(theta)}")
    mean, log_width, below = theta[:d], theta[d : 2 * d], theta[2 * d :]
    return mean, jnp.diag(jnp.exp(-log_width)).at[jnp.tril_indices(d, -1)].set(below)
