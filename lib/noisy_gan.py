r"""A GAN of images, two perceptrons, whose game is played through noise.

Images are scaled to [−1, 1]. The discriminator never sees one, but x + σε with ε ~ N(0, I), be x
real or generated. So the two distributions that it tells apart overlap, and D* is never certain;
they are equal exactly if p_g = p_data. It is Algorithm 1 (`gan.gan_step`) on other data and draws.
What is kept is the running average of the generator's weights.
Sources: Goodfellow et al. (2014); Sønderby et al. (2017) for the noise; Yazıcı et al. (2019) for
the average.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import optax
from flax import nnx
from jaxtyping import Array, Float, Key, Shaped, UInt8

from lib import arguments, gan
from lib.gan import GAN, gan_step, non_saturating_loss
from lib.networks import MLP
from lib.train import Step, TrainState


class Generator(MLP):
    r"""An MLP f, d → hidden → hidden → pixels, whose images are G(z) = tanh f(z), in [−1, 1]."""

    def __init__(
        self, key: Key[Array, ""], mean: Float[Array, " pixels"], *, latents: int, hidden: int
    ):
        """Start near the mean image: the last bias is artanh of `mean`, in [−1, 1], kept off ±1."""
        mean = jnp.clip(mean, -0.998, 0.998)
        super().__init__(key, (latents, hidden, hidden, len(mean)))
        self.layers[-1].bias = nnx.Param(jnp.arctanh(mean))

    def images(self, z: Float[Array, "*batch d"]) -> Float[Array, "*batch pixels"]:
        """(1 + tanh f(z))/2: intensities in [0, 1]."""
        return (1 + jnp.tanh(self(z))) / 2

    @partial(jax.jit, static_argnames="n")
    def sample(self, key: Key[Array, ""], n: int) -> Float[Array, "n pixels"]:
        """Draw z ~ N(0, I) n times, and return the images."""
        return self.images(jax.random.normal(key, (n, self.in_features)))


def sample_through_noise(
    gan: GAN, key: Key[Array, ""], n: int, *, noise: float | Float[Array, ""]
) -> Float[Array, "n pixels"]:
    r"""What D sees in place of G(z): n draws of G(z) + σε, with (z, ε) ~ N(0, I), σ = `noise`."""
    generator = gan.generator
    draws = jax.random.normal(key, (n, generator.in_features + generator.out_features))
    z, epsilon = jnp.split(draws, [generator.in_features], axis=-1)
    return 2 * generator.images(z) - 1 + noise * epsilon


class Run(NamedTuple):
    r"""game: both players and their moments. average: the running mean of the generator's θ."""

    game: TrainState
    average: Generator


@partial(jax.jit, static_argnames=("optimizer", "latents", "hidden", "discriminator"))
def init(
    key: Key[Array, ""],
    images: UInt8[Array, "n pixels"],
    optimizer: optax.GradientTransformation,
    *,
    latents: int,
    hidden: int,
    discriminator: Callable[..., MLP] = MLP,
) -> Run:
    """The run before its first step; the average starts at the first weights.

    images: their mean is nearly what the generator first returns. optimizer: of either player.
    discriminator: makes D from a key, the widths and the activation.
    Raises TypeError unless the images are uint8.
    """
    key_g, key_d = jax.random.split(key)
    mean = jnp.mean(scaled(images), axis=0)
    generator = Generator(key_g, mean, latents=latents, hidden=hidden)
    sizes = len(mean), hidden, hidden, 1
    players = GAN(generator, discriminator(key_d, sizes, activation=_leaky_relu))
    return Run(gan.init(players, optimizer, optimizer), generator)


def noisy_step(optimizer: optax.GradientTransformation, *, noise: float, decay: float) -> Step:
    r"""One step of the game on noisy images, then θ̄ ← decay·θ̄ + (1 − decay)·θ.

    Returns step(run, key, images) → (run, (loss of D (1,), loss of G)) for `train.train`, with
    uint8 images (m, pixels). The game is `gan.gan_step` with k = 1 and the non-saturating loss;
    θ is its generator's, after the step. noise: σ ≥ 0, on the scale of [−1, 1].
    Raises ValueError when noise is negative, or decay lies outside [0, 1].
    """
    sample = partial(sample_through_noise, noise=noise)
    play = gan_step(non_saturating_loss, optimizer, optimizer, sample=sample)
    return averaged(play, noise=noise, decay=decay)


def averaged(play: Step, *, noise: float, decay: float) -> Step:
    r"""A round `play` of the game, a `gan.gan_step`, on noisy images, then the average.

    play must draw by `sample_through_noise`, with this noise. Returns a step, and raises, as
    `noisy_step`.
    """
    arguments.at_least(0, noise=noise)
    arguments.unit_interval(decay=decay)

    def step(run: Run, key: Array, images: Array) -> tuple[Run, tuple[Array, Array]]:
        key_noise, key_game = jax.random.split(key)
        epsilon = jax.random.normal(key_noise, images.shape)
        game, losses = play(run.game, key_game, scaled(images) + noise * epsilon)
        average = optax.incremental_update(game.model.generator, run.average, 1 - decay)
        return Run(game, average), losses

    return step


def scaled(images: Shaped[Array, "*shape"]) -> Float[Array, "*shape"]:
    """Intensities 0 … 255 as numbers in [−1, 1]. Raises TypeError unless they are uint8."""
    if images.dtype != jnp.uint8:
        raise TypeError(f"images must be uint8 intensities 0..255, got dtype {images.dtype}")
    return jnp.asarray(images) / 127.5 - 1


def _leaky_relu(x):
    return jax.nn.leaky_relu(x, negative_slope=0.2)
