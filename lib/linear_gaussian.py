r"""The VAE that can be solved by hand: probabilistic PCA.

p(z) = N(0, I) on ℝᵈ and p(x|z) = N(Wz + μ, σ²I) on ℝᴰ. Everything is Gaussian, so log p(x), the
posterior, the ELBO of any Gaussian q, EM and the maximum-likelihood model have closed forms.
Source: Tipping & Bishop (1999), *Probabilistic principal component analysis*; M below is theirs.
"""

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Key

from lib import arguments
from lib.distributions import LOG_2PI, Gaussian, normal_log_prob


class LinearGaussian(NamedTuple):
    r"""x = Wz + μ + σε. weight: W (D, d). mean: μ (D,). log_var: log σ², a scalar."""

    weight: Float[Array, "D d"]
    mean: Float[Array, " D"]
    log_var: Float[Array, ""]

    def covariance(self) -> Float[Array, "D D"]:
        r"""Cov x = W Wᵀ + σ² I."""
        return self.weight @ self.weight.T + jnp.exp(self.log_var) * jnp.eye(len(self.mean))

    @jax.jit
    def log_prob(self, x: Float[Array, "*batch D"]) -> Float[Array, "*batch"]:
        r"""The exact log p(x) = log N(x; μ, W Wᵀ + σ² I)."""
        return Gaussian(self.mean, self.covariance()).log_prob(x)

    @jax.jit
    def posterior(self, x: Float[Array, "n D"]) -> tuple[Float[Array, "n d"], Float[Array, "d d"]]:
        r"""Mean M⁻¹Wᵀ(x − μ) and covariance σ²M⁻¹ of p(z|x), with M = WᵀW + σ²I."""
        var = jnp.exp(self.log_var)
        inverse = jnp.linalg.inv(self.weight.T @ self.weight + var * jnp.eye(latents(self)))
        return (x - self.mean[None]) @ self.weight @ inverse, var * inverse

    @partial(jax.jit, static_argnames="n")
    def sample(self, key: Key[Array, ""], n: int) -> Float[Array, "n D"]:
        """Ancestral sampling: n times z ~ p(z), then x ~ p(x|z)."""
        key_z, key_x = jax.random.split(key)
        z = jax.random.normal(key_z, (n, latents(self)))
        noise = jax.random.normal(key_x, (n, len(self.mean)))
        return z @ self.weight.T + self.mean[None] + jnp.exp(self.log_var / 2) * noise


class LinearVAE(NamedTuple):
    r"""A `LinearGaussian` with the encoder q(z|x) = N(A x + b, diag s²), fit for `vae.elbo`.

    model: θ = (W, μ, log σ²). weight: A (d, D). bias: b (d,). log_var: log s² (d,), for all x.
    """

    model: LinearGaussian
    weight: Float[Array, "d D"]
    bias: Float[Array, " d"]
    log_var: Float[Array, " d"]

    def encode(
        self, x: Float[Array, "*batch D"]
    ) -> tuple[Float[Array, "*batch d"], Float[Array, "*batch d"]]:
        """The mean and log variance of q(z|x)."""
        mean = x @ self.weight.T
        mean = mean + jnp.broadcast_to(self.bias, mean.shape)
        return mean, jnp.broadcast_to(self.log_var, mean.shape)

    def log_likelihood(
        self, x: Float[Array, "*batch D"], z: Float[Array, "*batch d"]
    ) -> Float[Array, "*batch"]:
        r"""log N(x; Wz + μ, σ²I)."""
        mean = z @ self.model.weight.T
        mean = mean + jnp.broadcast_to(self.model.mean, mean.shape)
        return normal_log_prob(x, mean, jnp.broadcast_to(self.model.log_var, mean.shape))

    def exact_elbo(self, x: Float[Array, "n D"]) -> Float[Array, " n"]:
        """The ELBO itself, its expectation in closed form."""
        mean, _ = self.encode(x)
        return exact_elbo(self.model, x, mean, jnp.diag(jnp.exp(self.log_var)))


def latents(model: LinearGaussian) -> int:
    """d, the dimension of z."""
    return model.weight.shape[1]


@jax.jit
def exact_elbo(
    model: LinearGaussian,
    x: Float[Array, "n D"],
    mean: Float[Array, "n d"],
    cov: Float[Array, "d d"],
) -> Float[Array, " n"]:
    r"""E_q[log p(x|z)] − KL(q‖p(z)) in closed form, for q(z|xᵢ) = N(meanᵢ, cov).

    E_q[log p(x|z)] = −½[D log 2πσ² + (‖x − μ − W·mean‖² + tr(W cov Wᵀ))/σ²].
    model: weight (D, d), mean (D,), log_var ().
    """
    residual = x - model.mean[None] - mean @ model.weight.T
    spread = jnp.trace(model.weight @ cov @ model.weight.T)
    squares = (jnp.sum(residual**2, axis=-1) + spread) / jnp.exp(model.log_var)
    reconstruction = -(x.shape[-1] * (LOG_2PI + model.log_var) + squares) / 2
    return reconstruction - kl_to_prior(mean, cov)


def kl_to_prior(mean: Float[Array, "n d"], cov: Float[Array, "d d"]) -> Float[Array, " n"]:
    r"""KL(N(meanᵢ, cov)‖N(0, I)) = ½(tr cov + ‖meanᵢ‖² − d − log det cov) for each row of mean."""
    _, log_det = jnp.linalg.slogdet(cov)
    return (jnp.trace(cov) + jnp.sum(mean**2, axis=-1) - mean.shape[-1] - log_det) / 2


def em_step(model: LinearGaussian, x: Float[Array, "n D"]) -> LinearGaussian:
    r"""One exact EM iteration; the log-likelihood of x never falls.

    E: the posterior means z̄ᵢ and Σᵢ E[zᵢzᵢᵀ]. M: the maximisers of Σᵢ E[log p(xᵢ, zᵢ)] over W
    and then σ²; μ is the sample mean. model: weight (D, d), mean (D,), log_var ().
    Source: Tipping & Bishop (1999), equations 25–28.
    """
    n, dimension = x.shape
    model = model._replace(mean=jnp.mean(x, axis=0))
    z, cov = model.posterior(x)
    centred = x - model.mean[None]
    second_moment = n * cov + z.T @ z
    weight = jnp.linalg.solve(second_moment, z.T @ centred).T
    residual = jnp.sum((centred - z @ weight.T) ** 2) + n * jnp.trace(weight @ cov @ weight.T)
    return LinearGaussian(weight, model.mean, jnp.log(residual / (n * dimension)))


@partial(jax.jit, static_argnames="steps")
def em(
    model: LinearGaussian, x: Float[Array, "n D"], *, steps: int
) -> tuple[LinearGaussian, Float[Array, " steps"]]:
    """`steps` EM iterations; also the mean log p(x) before each."""

    def body(model, _):
        return em_step(model, x), jnp.mean(model.log_prob(x))

    return jax.lax.scan(body, model, length=steps)


def ppca(x: Float[Array, "n D"], latents: int) -> LinearGaussian:
    r"""The maximum-likelihood model: W = U_d (Λ_d − σ²I)^½, σ² the mean of the other eigenvalues.

    U_d, Λ_d: the top d eigenvectors and eigenvalues of the sample covariance (over n). W is
    unique up to a rotation W → W R, W Wᵀ + σ²I is unique when λ_d > λ_{d+1}. Raises ValueError
    unless 0 < d < D and x varies in more than d directions.
    Source: Tipping & Bishop (1999), equations 7 and 8.
    """
    n, dimension = x.shape
    if not 0 < latents < dimension:
        raise ValueError(f"latents must lie between 1 and D − 1 = {dimension - 1}, got {latents}")
    mean = jnp.mean(x, axis=0)
    centred = x - mean[None]
    eigenvalues, vectors = jnp.linalg.eigh(centred.T @ centred / n)
    var = jnp.mean(eigenvalues[:-latents])
    if arguments.known(var) and not var > 0:
        raise ValueError(f"x must vary in more than latents = {latents} directions")
    scale = jnp.sqrt(jnp.maximum(eigenvalues[-latents:] - var, 0))  # rounding may cross zero
    weight = vectors[:, -latents:] * scale[None]
    return LinearGaussian(weight[:, ::-1], mean, jnp.log(var))
