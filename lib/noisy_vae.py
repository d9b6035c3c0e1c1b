r"""A VAE of images whose generative model and data are those of the game of `noisy_gan`.

Images are scaled to [−1, 1], x = G(z) + σε with (z, ε) ~ N(0, I) is the model, and the data are
seen through the same noise, x + σε. So the decoder is p_θ(x|z) = N(x; G(z), σ²I) with that σ, and
the model can match what it sees: exactly if the images G(z) are distributed as the data are. Only
the training is another: up the ELBO, in the place of a game. Under noise that is as strong as the
game's, the encoder would soon ignore x and the decoder z; so at first the KL counts less.
Sources: Kingma & Welling (2014); Sønderby et al. (2016) for the warm-up; Yazıcı et al.
(2019) for the average.
"""

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import optax
from jaxtyping import Array, Float, Key, UInt8

from lib import arguments, train
from lib.autoencoder import beta_elbo
from lib.distributions import normal_log_prob
from lib.networks import MLP
from lib.noisy_gan import Generator, scaled
from lib.train import Step, TrainState, gradient_step


class NoisyVAE(NamedTuple):
    r"""encoder: x → μ, log σ² of q_φ(z|x). generator: G. noise: σ > 0, given and not learned."""

    encoder: MLP
    generator: Generator
    noise: Float[Array, ""]

    def encode(
        self, x: Float[Array, "*batch pixels"]
    ) -> tuple[Float[Array, "*batch d"], Float[Array, "*batch d"]]:
        """The mean and log variance of q_φ(z|x), for images in [−1, 1] with noise."""
        mean, log_var = jnp.split(self.encoder(x), 2, axis=-1)
        return mean, log_var

    def log_likelihood(
        self, x: Float[Array, "*batch pixels"], z: Float[Array, "*batch d"]
    ) -> Float[Array, "*batch"]:
        r"""log N(x; G(z), σ²I)."""
        mean = 2 * self.generator.images(z) - 1
        log_var = 2 * jnp.log(jax.lax.stop_gradient(self.noise))
        return normal_log_prob(x, mean, jnp.broadcast_to(log_var, mean.shape))


class Run(NamedTuple):
    r"""state: the VAE and its moments. average: the running mean of the generator's θ. steps: t."""

    state: TrainState
    average: Generator
    steps: Float[Array, ""]


@partial(jax.jit, static_argnames=("optimizer", "latents", "hidden"))
def init(
    key: Key[Array, ""],
    images: UInt8[Array, "n pixels"],
    optimizer: optax.GradientTransformation,
    *,
    latents: int,
    hidden: int,
    noise: float | Float[Array, ""],
) -> Run:
    """The run before its first step: the generator as `noisy_gan.init` has it, with this key.

    The encoder has the hidden layers of the discriminator there. images: their mean is nearly
    what the generator first returns. Raises TypeError unless the images are uint8.
    """
    key_g, key_e = jax.random.split(key)
    mean = jnp.mean(scaled(images), axis=0)
    generator = Generator(key_g, mean, latents=latents, hidden=hidden)
    encoder = MLP(key_e, (len(mean), hidden, hidden, 2 * latents))
    vae = NoisyVAE(encoder, generator, jnp.asarray(noise, mean.dtype))
    return Run(train.init(vae, optimizer), generator, jnp.zeros(()))


def noisy_step(optimizer: optax.GradientTransformation, *, decay: float, warm_up: int) -> Step:
    r"""One step up the ELBO of noisy images, then θ̄ ← decay·θ̄ + (1 − decay)·θ.

    Returns step(run, key, images) → (run, loss) for `train.train`, with uint8 images (m, pixels).
    The loss is −log p_θ(x|z) + β KL, its mean over the images x + σε, with β = t/warm_up in the
    step t = 0, 1, … and from t = warm_up on β = 1, where it is −ELBO.
    Raises ValueError when decay lies outside [0, 1] or warm_up is below 1.
    """
    arguments.unit_interval(decay=decay)
    arguments.at_least(1, warm_up=warm_up)

    def loss(vae, key, batch):
        x, beta = batch
        key_noise, key_z = jax.random.split(key)
        noisy = x + vae.noise * jax.random.normal(key_noise, x.shape)
        return -jnp.mean(beta_elbo(vae, key_z, jax.lax.stop_gradient(noisy), beta=beta))

    descend = gradient_step(loss, optimizer)

    def step(run: Run, key: Array, images: Array) -> tuple[Run, Array]:
        batch = scaled(images), jnp.minimum(1, run.steps / warm_up)
        state, value = descend(run.state, key, batch)
        average = optax.incremental_update(state.model.generator, run.average, 1 - decay)
        return Run(state, average, run.steps + 1), value

    return step
