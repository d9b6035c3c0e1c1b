r"""k-means by Lloyd's steps: centres that move to the mean of the points nearest to them."""

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int

from lib import arguments

ROWS = 500  # points at a time: 500 × 10 000 distances take 20 MB


@jax.jit
def nearest_centre(centres: Float[Array, "k d"], x: Float[Array, "n d"]) -> Int[Array, " n"]:
    r"""argmin_j ‖x_i − c_j‖ for each x, the smallest such j; memory is bounded.

    Centres as near as rounding can tell may be exchanged. Raises ValueError when the dimensions
    differ, TypeError unless both hold floating-point numbers.
    """
    _check(centres, x)
    # ‖x − c‖² = ‖x‖² + ‖c‖² − 2x·c loses digits far from the origin, so the mean goes there.
    middle = centres.mean(axis=0, keepdims=True)
    centres, x = centres - middle, x - middle
    half_squares = jnp.sum(centres**2, axis=1) / 2

    def nearest(point):
        product = jnp.matmul(centres, point, precision=jax.lax.Precision.HIGHEST)
        return jnp.argmin(half_squares - product)

    return jax.lax.map(nearest, x, batch_size=ROWS)


@jax.jit
def lloyd_step(centres: Float[Array, "k d"], x: Float[Array, "n d"]) -> Float[Array, "k d"]:
    r"""c_j ← the mean of the x_i whose nearest centre is c_j; one without any stays where it is.

    A step never raises Σ_i min_j ‖x_i − c_j‖². Errors as in `nearest_centre`.
    Source: Lloyd (1982), *Least squares quantization in PCM*.
    """
    _check(centres, x)
    nearest = nearest_centre(centres, x)
    k = len(centres)
    counts = jnp.zeros(k, x.dtype).at[nearest].add(1)[:, None]
    sums = jnp.zeros_like(centres).at[nearest].add(x)
    return jnp.where(counts > 0, sums / jnp.maximum(counts, 1), centres)


def _check(centres, x) -> None:
    arguments.floating(centres=centres, x=x)
    if centres.shape[1] != x.shape[1]:
        raise ValueError(f"centres {centres.shape} and x {x.shape} must have the same dimension")
