r"""The variational autoencoder: p_θ(x|z), q_φ(z|x), and the bounds on log p_θ(x) they give.

The prior is p(z) = N(0, I) and q_φ(z|x) = N(μ(x), diag σ²(x)). The bounds below take any model
with these two methods, as `VAE`, `GaussianVAE` and `linear_gaussian.LinearVAE` are:

    encode(x) → (mean, log_var)       the parameters of q_φ(z|x)
    log_likelihood(x, z) → (*batch,)  log p_θ(x|z)
"""

from functools import partial
from typing import Literal, NamedTuple, Protocol, runtime_checkable

import jax
import jax.numpy as jnp
import optax
from flax import nnx
from jaxtyping import Array, Float, Key

from lib import arguments
from lib.distributions import bernoulli_log_prob, normal_log_prob
from lib.divergences import kl_standard_normal
from lib.monte_carlo import log_mean_exp
from lib.networks import MLP
from lib.train import gradient_step, init


@runtime_checkable
class LatentVariableModel(Protocol):
    """What the bounds ask of a model."""

    def encode(self, x: Array) -> tuple[Array, Array]:
        """The mean and log variance of q_φ(z|x)."""

    def log_likelihood(self, x: Array, z: Array) -> Array:
        """log p_θ(x|z)."""


class VAE(nnx.Module):
    """A Bernoulli decoder and a Gaussian encoder, each an MLP with one hidden layer.

    encoder: x (pixels) → μ, log σ² (latents each). decoder: z (latents) → logits (pixels).
    """

    def __init__(self, key: Key[Array, ""], *, pixels: int, hidden: int, latents: int):
        """Draw the initial θ and φ."""
        key_encoder, key_decoder = jax.random.split(key)
        self.encoder = MLP(key_encoder, (pixels, hidden, 2 * latents))
        self.decoder = MLP(key_decoder, (latents, hidden, pixels))

    def encode(
        self, x: Float[Array, "*batch pixels"]
    ) -> tuple[Float[Array, "*batch latents"], Float[Array, "*batch latents"]]:
        """The mean and log variance of q_φ(z|x)."""
        mean, log_var = jnp.split(self.encoder(x), 2, axis=-1)
        return mean, log_var

    def decode(self, z: Float[Array, "*batch latents"]) -> Float[Array, "*batch pixels"]:
        """The logits of p_θ(x|z)."""
        return self.decoder(z)

    def log_likelihood(
        self, x: Float[Array, "*batch pixels"], z: Float[Array, "*batch latents"]
    ) -> Float[Array, "*batch"]:
        """log p_θ(x|z), summed over the pixels."""
        return bernoulli_log_prob(x, self.decode(z))

    @partial(jax.jit, static_argnames="n")
    def sample(self, key: Key[Array, ""], n: int) -> Float[Array, "n pixels"]:
        """Ancestral sampling: n times z ~ N(0, I), then x ~ p_θ(x|z), pixels that are 0 or 1."""
        key_z, key_x = jax.random.split(key)
        z = jax.random.normal(key_z, (n, self.decoder.in_features))
        return jax.random.bernoulli(key_x, jax.nn.sigmoid(self.decode(z))).astype(z.dtype)


class GaussianVAE(NamedTuple):
    r"""The VAE for real-valued x: p_θ(x|z) = N(f(z), σ²I), of networks of any depth.

    encoder: x (D) → μ, log σ² of q (d each). decoder: f, z (d) → x (D). log_var: log σ², a
    scalar that is learned with the networks.
    """

    encoder: MLP
    decoder: MLP
    log_var: Float[Array, ""]

    encode = VAE.encode

    def decode(
        self, z: Float[Array, "*batch d"]
    ) -> tuple[Float[Array, "*batch D"], Float[Array, "*batch D"]]:
        """The mean and log variance of p_θ(x|z)."""
        mean = self.decoder(z)
        return mean, jnp.broadcast_to(self.log_var, mean.shape)

    def log_likelihood(
        self, x: Float[Array, "*batch D"], z: Float[Array, "*batch d"]
    ) -> Float[Array, "*batch"]:
        r"""log N(x; f(z), σ²I)."""
        return normal_log_prob(x, *self.decode(z))

    @partial(jax.jit, static_argnames="n")
    def sample(self, key: Key[Array, ""], n: int) -> Float[Array, "n D"]:
        """Ancestral sampling: n times z ~ N(0, I), then x ~ N(f(z), σ²I)."""
        key_z, key_x = jax.random.split(key)
        z = jax.random.normal(key_z, (n, self.decoder.in_features))
        return reparameterize(key_x, *self.decode(z))


def reparameterize(
    key: Key[Array, ""], mean: Float[Array, "*batch d"], log_var: Float[Array, "*batch d"]
) -> Float[Array, "*batch d"]:
    r"""z = μ + σ ⊙ ε with ε ~ N(0, I): a draw from N(μ, diag σ²), differentiable in μ and σ."""
    arguments.same_shape(mean=mean, log_var=log_var)
    return mean + jnp.exp(log_var / 2) * jax.random.normal(key, mean.shape, mean.dtype)


@partial(jax.jit, static_argnames=("estimator", "samples"))
def elbo(
    model: LatentVariableModel,
    key: Key[Array, ""],
    x: Float[Array, "*batch d"],
    *,
    estimator: Literal["A", "B"] = "B",
    samples: int = 1,
) -> Float[Array, "*batch"]:
    r"""An unbiased estimate of E_q[log p(x|z)] − KL(q(z|x)‖p(z)) ≤ log p(x), one per x.

    With z₁ … z_L drawn from q_φ(z|x) by `reparameterize` and L = `samples`,
    A: (1/L) Σ [log p(x|z_l) + log p(z_l) − log q(z_l|x)];
    B: (1/L) Σ log p(x|z_l) − KL(q(z|x)‖p(z)), the KL in closed form.
    Raises ValueError for another estimator or samples < 1.
    Source: Kingma & Welling (2014), equations 6 and 7.
    """
    mean, log_var = model.encode(x)
    return elbo_at(model, key, x, mean, log_var, estimator=estimator, samples=samples)


@partial(jax.jit, static_argnames=("estimator", "samples"))
def elbo_at(
    model: LatentVariableModel,
    key: Key[Array, ""],
    x: Float[Array, "*batch d"],
    mean: Float[Array, "*batch latents"],
    log_var: Float[Array, "*batch latents"],
    *,
    estimator: Literal["A", "B"] = "B",
    samples: int = 1,
) -> Float[Array, "*batch"]:
    """The same as `elbo`, for q = N(mean, diag exp(log_var)) instead of the encoder's."""
    _check_samples(samples)
    if estimator == "A":
        weights = log_weights_at(model, key, x, mean, log_var, samples=samples)
        return jnp.mean(weights, axis=0)
    if estimator == "B":
        z = _draw(key, mean, log_var, samples)
        reconstruction = jnp.mean(jax.vmap(model.log_likelihood, (None, 0))(x, z), axis=0)
        return reconstruction - kl_standard_normal(mean, log_var)
    raise ValueError(f"estimator must be 'A' or 'B', got {estimator!r}")


@partial(jax.jit, static_argnames="samples")
def log_weights(
    model: LatentVariableModel, key: Key[Array, ""], x: Float[Array, "*batch d"], *, samples: int
) -> Float[Array, "samples *batch"]:
    r"""log w_k = log p(x|z_k) + log p(z_k) − log q(z_k|x), with z_k ~ q(z|x); E[w_k] = p(x)."""
    return log_weights_at(model, key, x, *model.encode(x), samples=samples)


@partial(jax.jit, static_argnames="samples")
def log_weights_at(
    model: LatentVariableModel,
    key: Key[Array, ""],
    x: Float[Array, "*batch d"],
    mean: Float[Array, "*batch latents"],
    log_var: Float[Array, "*batch latents"],
    *,
    samples: int,
) -> Float[Array, "samples *batch"]:
    """The same as `log_weights`, for q = N(mean, diag exp(log_var)) instead of the encoder's."""
    _check_samples(samples)

    def log_weight(z):
        log_prior = normal_log_prob(z, jnp.zeros_like(z), jnp.zeros_like(z))
        return model.log_likelihood(x, z) + log_prior - normal_log_prob(z, mean, log_var)

    return jax.vmap(log_weight)(_draw(key, mean, log_var, samples))


@partial(jax.jit, static_argnames="samples")
def iwae_bound(
    model: LatentVariableModel, key: Key[Array, ""], x: Float[Array, "*batch d"], *, samples: int
) -> Float[Array, "*batch"]:
    r"""log (1/K) Σ w_k with K = `samples`: an unbiased estimate of the K-sample bound.

    Its expectation is the ELBO at K = 1, never falls with K, and stays ≤ log p(x).
    Source: Burda, Grosse & Salakhutdinov (2016), equation 8 and theorem 1.
    """
    return log_mean_exp(log_weights(model, key, x, samples=samples))


@partial(jax.jit, static_argnames="steps")
def fit_posterior(
    model: LatentVariableModel,
    key: Key[Array, ""],
    x: Float[Array, "n d"],
    *,
    steps: int,
    learning_rate: float | Float[Array, ""] = 0.03,
) -> tuple[Float[Array, "n latents"], Float[Array, "n latents"]]:
    r"""For each x, the mean and log variance of nearly the best diagonal Gaussian q, model fixed.

    Stochastic gradient ascent (Adam) on the ELBO from the encoder's q, the learning rate falling
    to zero along a half cosine. What the ELBO gains is, up to the rest that is left to gain, the
    encoder's amortisation gap.
    Source: Cremer, Li & Duvenaud (2018).
    """
    optimizer = optax.adam(optax.cosine_decay_schedule(learning_rate, steps))

    def loss(q, key, x):
        return -jnp.sum(elbo_at(model, key, x, *q))

    def ascend(state, key):
        return step(state, key, x)

    step, start = gradient_step(loss, optimizer), init(model.encode(x), optimizer)
    return jax.lax.scan(ascend, start, jax.random.split(key, steps))[0].model


def _check_samples(samples: int) -> None:
    if samples < 1:
        raise ValueError(f"samples must be at least 1, got {samples}")


def _draw(key, mean, log_var, samples):
    """(samples, *batch, d) draws from q."""
    keys = jax.random.split(key, samples)
    return jax.vmap(reparameterize, (0, None, None))(keys, mean, log_var)
