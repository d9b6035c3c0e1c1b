r"""Penalties on the slope of a discriminator in x, added to its loss (`gan.gan_step`).

The slope is ∇l(x) in R^d, of a logit l. Both functions take l for one point, (d,) → scalar, such
as `GAN.logits`.
"""

from collections.abc import Callable

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Key

from lib import arguments


def r1_penalty(logit: Callable[[Array], Array], real: Float[Array, "n d"]) -> Float[Array, ""]:
    r"""E‖∇l(x)‖² over the real x; times γ/2 it is the regulariser R₁.

    It is zero exactly where l is flat at all of them, so D = ½ everywhere costs nothing.
    Raises TypeError unless real holds floating-point numbers.
    Source: Mescheder, Geiger & Nowozin (2018), equation 9.
    """
    arguments.floating(real=real)
    return jnp.mean(jnp.sum(jax.vmap(jax.grad(logit))(real) ** 2, axis=-1))


def slope_one_penalty(
    logit: Callable[[Array], Array],
    key: Key[Array, ""],
    real: Float[Array, "n d"],
    fake: Float[Array, "n d"],
) -> Float[Array, ""]:
    r"""E(‖∇l(x̂)‖ − 1)² at x̂ = u·x + (1 − u)·G(z), with u ~ U(0, 1) drawn for each pair.

    Times λ it is the penalty of WGAN-GP: it pulls the slope towards 1, from both sides. Where l
    is flat, its own gradient is taken as zero. Raises ValueError when real and fake differ in
    shape, TypeError unless they hold floating-point numbers.
    Source: Gulrajani et al. (2017), equation 3.
    """
    arguments.floating(real=real, fake=fake)
    arguments.same_shape(real=real, fake=fake)
    u = jax.random.uniform(key, (len(real), 1))
    squares = jnp.sum(jax.vmap(jax.grad(logit))(u * real + (1 - u) * fake) ** 2, axis=-1)
    # The root's slope at 0 is infinite: the inner where keeps NaN out of the gradient.
    slopes = jnp.where(squares > 0, jnp.sqrt(jnp.where(squares > 0, squares, 1)), 0)
    return jnp.mean((slopes - 1) ** 2)
