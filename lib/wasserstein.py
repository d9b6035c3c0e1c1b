r"""The 1-Wasserstein distance, and the losses of a game that estimates it.

W₁(p, q) = inf E‖X − Y‖ over all ways to pair X ~ p with Y ~ q, in the unit of x. By Kantorovich
and Rubinstein it is also sup E_p[f] − E_q[f] over all f of slope at most 1. The critic f of a
Wasserstein GAN stands for the logit in `lib.gan`; it is no probability's.
"""

import jax
import jax.numpy as jnp
from jax.typing import ArrayLike
from jaxtyping import Array, Float

from lib import arguments


@jax.jit
def wasserstein_distance(x: Float[Array, " n"], y: Float[Array, " m"]) -> Float[Array, ""]:
    r"""W₁ of two samples on the line: ∫|F_x(t) − F_y(t)| dt, F the share of points up to t.

    For n = m it is the mean of |x₍ᵢ₎ − y₍ᵢ₎| over the sorted points.
    Raises TypeError unless both hold floating-point numbers, ValueError when one is empty.
    Source: Villani (2009), remark 2.19.
    """
    arguments.floating(x=x, y=y)
    for name, points in (("x", x), ("y", y)):
        if not len(points):
            raise ValueError(f"{name} must have at least one point")
    both = jnp.concatenate([x, y])
    order = jnp.argsort(both)
    # Each point of x lifts F_x − F_y by 1/n, and each of y lowers it by 1/m.
    steps = jnp.concatenate([jnp.full(len(x), 1 / len(x)), jnp.full(len(y), -1 / len(y))])
    height = jnp.cumsum(steps[order])[:-1]
    return jnp.sum(jnp.abs(height) * jnp.diff(both[order]))


def critic_loss(
    real: Float[ArrayLike, "*real"], fake: Float[ArrayLike, "*fake"]
) -> Float[Array, ""]:
    r"""E[f(G(z))] − E[f(x)], what the critic minimises; −W₁ at best, while f has slope ≤ 1.

    real: f(x) for real x. fake: f(G(z)); the two may differ in number.
    Raises TypeError unless both hold floating-point numbers.
    Source: Arjovsky, Chintala & Bottou (2017), equation 2.
    """
    arguments.floating(real=real, fake=fake)
    return jnp.mean(fake) - jnp.mean(real)


def generator_loss(fake: Float[ArrayLike, "*fake"]) -> Float[Array, ""]:
    r"""−E[f(G(z))], what the generator minimises: the part of −E_p[f] + … that has θ.

    Raises TypeError unless fake holds floating-point numbers.
    """
    arguments.floating(fake=fake)
    return -jnp.mean(fake)
