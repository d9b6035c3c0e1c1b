r"""The generator with noise, x = G(z) + σε with (z, ε) ~ N(0, I): a GAN's model for σ = 0.

For σ > 0 it is also a VAE's, with the decoder p(x|z) = N(x; G(z), σ²I): one generative model, which
either algorithm can train. With one code for each x its density is a sum over a grid.
"""

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax.scipy.special import logsumexp
from jaxtyping import Array, Float, Key

from lib.distances import map_squared_distances
from lib.distributions import LOG_2PI
from lib.networks import MLP

REACH, CODES = 6.0, 2001  # the grid: N(0, 1) has 2e-9 of its mass beyond ±6; steps of 0.006


class NoisyGenerator(NamedTuple):
    r"""network: G, z (d) → x (D). noise: σ ≥ 0, given and not learned: its gradient is zero."""

    network: MLP
    noise: Float[Array, ""]

    @partial(jax.jit, static_argnames="n")
    def sample(self, key: Key[Array, ""], n: int) -> Float[Array, "n D"]:
        """Draw (z, ε) ~ N(0, I) n times, and return x = G(z) + σε."""
        key_z, key_x = jax.random.split(key)
        mean = self.network(jax.random.normal(key_z, (n, self.network.in_features)))
        epsilon = jax.random.normal(key_x, mean.shape)
        return mean + jax.lax.stop_gradient(self.noise) * epsilon

    @jax.jit
    def log_prob(self, x: Float[Array, "n D"]) -> Float[Array, " n"]:
        r"""log p(x) = log ∫ N(x; G(z), σ²I) N(z; 0, 1) dz, for one code: d = 1 and σ > 0.

        A sum over an even grid of codes, accurate while G moves by less than about 2σ from one
        code to the next. Raises ValueError when d is not 1.
        """
        d, dimension = self.network.in_features, self.network.out_features
        if d != 1:
            raise ValueError(f"log_prob is for generators of one code, got {d}")
        z = jnp.linspace(-REACH, REACH, CODES)
        log_prior = jax.nn.log_softmax(-(z**2) / 2)  # the step and the constant cancel
        log_constant = dimension * (LOG_2PI / 2 + jnp.log(self.noise))

        def at(squares):
            return logsumexp(log_prior - squares / (2 * self.noise**2)) - log_constant

        return map_squared_distances(at, self.network(z[:, None]), x)
