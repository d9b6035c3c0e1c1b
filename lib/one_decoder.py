r"""One decoder that any objective can train: a KL of either direction, a bound, or a game.

The model is p_g: z ~ N(0, I) in two dimensions, x ~ p_θ(x|z) = N(f(z), σ²I), with f and σ learned.
Its density is an average over a grid of codes. So both directions of the KL divergence from the
data can be descended as they are, without encoder and without discriminator.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax.scipy.special import logsumexp, ndtri
from jaxtyping import Array, Float, Key

from lib.distances import map_squared_distances
from lib.distributions import LOG_2PI
from lib.networks import MLP

SIDE = 40  # of the grid of codes in training: 1600 codes


class Decoder(NamedTuple):
    r"""network: f, two codes z → x (D). log_std: log σ, a scalar."""

    network: MLP
    log_std: Float[Array, ""]

    @partial(jax.jit, static_argnames="n")
    def sample(self, key: Key[Array, ""], n: int) -> Float[Array, "n D"]:
        """Draw (z, ε) ~ N(0, I) n times, and return x = f(z) + σε: differentiable in f and σ."""
        key_z, key_x = jax.random.split(key)
        mean = self.network(jax.random.normal(key_z, (n, 2)))
        return mean + jnp.exp(self.log_std) * jax.random.normal(key_x, mean.shape)

    @jax.jit
    def log_prob(self, x: Float[Array, "n D"], z: Float[Array, "codes 2"]) -> Float[Array, " n"]:
        r"""log (1/K) Σ_k N(x; f(z_k), σ²I) over the K codes given: log p_g(x) for many `codes`.

        The average is an unbiased estimate of p_g(x). So its logarithm is too small on average,
        and less so the more codes there are.
        """
        constant = jnp.log(len(z)) + x.shape[-1] * (LOG_2PI / 2 + self.log_std)

        def at(squares):
            return logsumexp(-squares * jnp.exp(-2 * self.log_std) / 2) - constant

        return map_squared_distances(at, self.network(z), x)


@partial(jax.jit, static_argnames="side")
def codes(key: Key[Array, ""], *, side: int = SIDE) -> Float[Array, "codes 2"]:
    r"""side² draws of N(0, I), one from each cell of a grid whose cells are equally likely.

    A coordinate is Φ⁻¹((i + u)/side), with i = 0 … side − 1 and a fresh u from (0, 1) each time.
    """
    i = jnp.stack(jnp.meshgrid(jnp.arange(side), jnp.arange(side)), axis=-1).reshape(-1, 2)
    u = jax.random.uniform(key, i.shape, minval=1e-3, maxval=1 - 1e-3)  # Φ⁻¹ stays finite
    return ndtri((i + u) / side)


def forward_kl(decoder: Decoder, key: Array, x: Float[Array, "n D"]) -> Float[Array, ""]:
    r"""−E[log p_g(x)] over draws x of p_data: KL(p_data‖p_g) less a constant.

    A loss for `train.gradient_step`; the codes are fresh in every call.
    """
    return -jnp.mean(decoder.log_prob(x, codes(key)))


def reverse_kl(
    log_p_data: Callable[[Array], Array],
) -> Callable[[Decoder, Array, Array], Float[Array, ""]]:
    r"""The loss KL(p_g‖p_data) = E[log p_g(x) − log p_data(x)] over draws x of p_g itself.

    log_p_data: x (n, D) → (n,). Returns loss(decoder, key, x) for `gradient_step`; of the data x
    only their number is used.
    """

    def loss(decoder: Decoder, key: Array, x: Float[Array, "n D"]) -> Float[Array, ""]:
        key_x, key_z = jax.random.split(key)
        draws = decoder.sample(key_x, len(x))
        return jnp.mean(decoder.log_prob(draws, codes(key_z)) - log_p_data(draws))

    return loss
