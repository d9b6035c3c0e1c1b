r"""Euclidean distances between points, one row each: exact ones, and fast ones for many points."""

from collections.abc import Callable

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int

from lib import arguments

ROWS = 500  # points at a time: 500 × 10 000 distances take 20 MB


def distances(point: Float[Array, " d"], points: Float[Array, "n d"]) -> Float[Array, " n"]:
    """‖point − pᵢ‖, from the differences: exactly zero between equal points."""
    return jnp.linalg.norm(point[None] - points, axis=1)


def map_squared_distances(
    f: Callable[[Array], Array], points: Float[Array, "n d"], x: Float[Array, "m d"]
) -> Array:
    r"""f(‖x_j − p₁‖², …, ‖x_j − p_n‖²) for each x_j, from products: many times as fast.

    Memory is bounded: `ROWS` of x at a time. A squared distance is off by some units in the last
    place of the squared distance to the mean of the points.
    """
    # ‖x − p‖² = ‖x‖² + ‖p‖² − 2x·p loses digits far from the origin, so the mean goes there.
    mean = points.mean(axis=0, keepdims=True)
    points, x = points - mean, x - mean
    squares = jnp.sum(points**2, axis=1)

    def at(point):
        product = jnp.matmul(points, point, precision=jax.lax.Precision.HIGHEST)
        return f(jnp.maximum(squares + jnp.sum(point**2) - 2 * product, 0))

    return jax.lax.map(at, x, batch_size=ROWS)


@jax.jit
def nearest(points: Float[Array, "n d"], x: Float[Array, "m d"]) -> Int[Array, " m"]:
    r"""argmin_i ‖x_j − p_i‖ for each x_j, the smallest such i; memory is bounded.

    Points as near as rounding can tell may be exchanged. Raises ValueError when the dimensions
    differ, TypeError unless both hold floating-point numbers.
    """
    arguments.floating(points=points, x=x)
    arguments.same_space(points=points, x=x)
    return map_squared_distances(jnp.argmin, points, x)
