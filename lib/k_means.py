r"""k-means by Lloyd's steps: centres that move to the mean of the points nearest to them."""

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from lib import arguments
from lib.distances import nearest


@jax.jit
def lloyd_step(centres: Float[Array, "k d"], x: Float[Array, "n d"]) -> Float[Array, "k d"]:
    r"""c_j ← the mean of the x_i whose nearest centre is c_j; one without any stays where it is.

    A step never raises Σ_i min_j ‖x_i − c_j‖². Raises ValueError when the dimensions differ,
    TypeError unless both hold floating-point numbers.
    Source: Lloyd (1982), *Least squares quantization in PCM*.
    """
    arguments.floating(centres=centres, x=x)
    arguments.same_space(centres=centres, x=x)
    number = nearest(centres, x)
    counts = jnp.zeros(len(centres), x.dtype).at[number].add(1)[:, None]
    sums = jnp.zeros_like(centres).at[number].add(x)
    return jnp.where(counts > 0, sums / jnp.maximum(counts, 1), centres)
