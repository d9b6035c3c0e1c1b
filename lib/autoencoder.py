r"""The autoencoder, z = q_φ(x); a prior put on it afterwards; the β-VAE between it and the VAE.

The objectives are per image, summed over the pixels, in nats, and are maximised:

    autoencoder   log p_θ(x|z = q_φ(x))                           no noise, no KL, no prior
    β-VAE         E_q[log p_θ(x|z)] − β KL(q_φ(z|x)‖p(z))         a VAE at β = 1
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp
from flax import nnx
from jaxtyping import Array, Float, Key

from lib import arguments
from lib.divergences import kl_standard_normal
from lib.networks import MLP
from lib.vae import VAE, LatentVariableModel, reparameterize


class Autoencoder(nnx.Module):
    """The networks of `vae.VAE`, with one code per image instead of a distribution of codes.

    encoder: x (pixels) → z (latents). decoder: z → logits (pixels), from the same key the same
    as the VAE's.
    """

    def __init__(self, key: Key[Array, ""], *, pixels: int, hidden: int, latents: int):
        """Draw the initial θ and φ."""
        key_encoder, key_decoder = jax.random.split(key)
        self.encoder = MLP(key_encoder, (pixels, hidden, latents))
        self.decoder = MLP(key_decoder, (latents, hidden, pixels))

    def encode(self, x: Float[Array, "*batch pixels"]) -> Float[Array, "*batch latents"]:
        """z = q_φ(x)."""
        return self.encoder(x)

    decode = VAE.decode
    log_likelihood = VAE.log_likelihood


@jax.jit
def log_reconstruction(
    autoencoder: Autoencoder, x: Float[Array, "*batch pixels"]
) -> Float[Array, "*batch"]:
    """log p_θ(x|z = q_φ(x)): what an autoencoder maximises; one per x."""
    return autoencoder.log_likelihood(x, autoencoder.encode(x))


class PostHocVAE(NamedTuple):
    r"""A generative model made of a trained autoencoder: z = μ + L u with u ~ N(0, I).

    So p(z) = N(μ, L Lᵀ), and x ~ p_θ(x|z). It has the methods that the bounds of `vae` ask for,
    in terms of u: q(u|x) = N(L⁻¹(q_φ(x) − μ), s² I).

    autoencoder: p_θ(x|z) and q_φ(x). mean: μ (d,). factor: L (d, d), lower triangular with a
    positive diagonal. log_var: log s², a scalar.
    """

    autoencoder: Autoencoder
    mean: Float[Array, " d"]
    factor: Float[Array, "d d"]
    log_var: Float[Array, ""]

    def encode(
        self, x: Float[Array, "*batch pixels"]
    ) -> tuple[Float[Array, "*batch d"], Float[Array, "*batch d"]]:
        """The mean and log variance of q(u|x)."""
        z = self.autoencoder.encode(x)
        difference = (z - jnp.broadcast_to(self.mean, z.shape)).reshape(-1, z.shape[-1])
        u = jax.scipy.linalg.solve_triangular(self.factor, difference.T, lower=True).T
        u = u.reshape(z.shape)
        return u, jnp.broadcast_to(self.log_var, u.shape)

    def code(self, u: Float[Array, "*batch d"]) -> Float[Array, "*batch d"]:
        """z = μ + L u."""
        return jnp.broadcast_to(self.mean, u.shape) + u @ self.factor.T

    def log_likelihood(
        self, x: Float[Array, "*batch pixels"], u: Float[Array, "*batch d"]
    ) -> Float[Array, "*batch"]:
        """log p_θ(x|z = μ + L u)."""
        return self.autoencoder.log_likelihood(x, self.code(u))


def beta_elbo(
    model: LatentVariableModel,
    key: Key[Array, ""],
    x: Float[Array, "*batch pixels"],
    *,
    beta: float | Float[Array, ""],
) -> Float[Array, "*batch"]:
    r"""log p_θ(x|z) − β KL(q_φ(z|x)‖N(0, I)) with one z ~ q_φ(z|x), the KL in closed form.

    An unbiased estimate of the β-VAE's objective; at β = 1 of the ELBO (estimator B). For β ≥ 1
    its mean is at most log p_θ(x), for β < 1 it need not be. β is data: a sweep compiles once.
    Raises ValueError when β < 0 (outside jit).
    Source: Higgins et al. (2017).
    """
    arguments.at_least(0, beta=beta)
    mean, log_var = model.encode(x)
    z = reparameterize(key, mean, log_var)
    return model.log_likelihood(x, z) - beta * kl_standard_normal(mean, log_var)
