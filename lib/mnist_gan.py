r"""A GAN of MNIST's digits and its number in Table 1 of Goodfellow et al. (2014), from a long run.

`python -m programs.train_mnist_gan` trains `noisy_gan` with `Settings`, and leaves gan.npz, the
weights, and gan.json, the record; `load` returns both. What was kept is chosen on the validation
images; the test images were looked at once, at the end. Beside it stands a VAE: the same generator
with the same `Settings`, but no average, trained by `programs.train_mnist_vae` (`noisy_vae`).
"""

from pathlib import Path
from typing import Literal, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, UInt8

from lib.data import mnist
from lib.long_run import load_run
from lib.monte_carlo import Estimate, estimate
from lib.noisy_gan import Generator
from lib.parzen import Bandwidth, choose_std, parzen_log_likelihood

FOLDER = Path(__file__).parent / "mnist"
STDS = np.geomspace(0.1, 1, 10, dtype=np.float32)


class Settings(NamedTuple):
    """The options of a long run; the values are those of the record that is packaged.

    latents, hidden: the widths of both networks. noise: σ, on the scale of [−1, 1]. decay: of the
    average. epochs: passes through the images, in `chunks` parts, each followed by a look at the
    validation images. draws: images that are scored, those of the record from `sample_seed`.
    """

    seed: int = 0
    latents: int = 100
    hidden: int = 512
    noise: float = 0.8
    learning_rate: float = 1e-3
    b1: float = 0.5
    batch_size: int = 64
    decay: float = 0.9999
    epochs: int = 22
    chunks: int = 22
    draws: int = 10_000
    sample_seed: int = 1


class Split(NamedTuple):
    """Images in rows, uint8: 50 000 to train on, the next 1000 to validate, 10 000 to test."""

    train: UInt8[Array | np.ndarray, "n pixels"]
    validation: UInt8[Array | np.ndarray, "m pixels"]
    test: UInt8[Array | np.ndarray, "k pixels"]


def split() -> Split:
    """MNIST, divided as in the code that Goodfellow et al. (2014) released."""
    digits = mnist()
    images, test = (x.reshape(len(x), -1) for x in (digits.train_images, digits.test_images))
    return Split(images[:50_000], images[50_000:51_000], test)


class Score(NamedTuple):
    r"""bandwidth: σ, chosen on the validation images. test: the mean log-density at the test's."""

    bandwidth: Bandwidth
    test: Estimate


def score(samples: Float[Array, "n pixels"], data: Split) -> Score:
    r"""The protocol of Table 1: σ by the validation images, then log p of the test images, nats.

    samples: n = 10 000 there, intensities in [0, 1]; the same ones serve for both. σ is one of
    ten values from 0.1 to 1, evenly spaced on a log scale.
    Source: Goodfellow et al. (2014), section 5, and the code they released.
    """
    bandwidth = choose_std(samples, intensities(data.validation), stds=STDS)
    values = parzen_log_likelihood(samples, intensities(data.test), std=bandwidth.std)
    return Score(bandwidth, estimate(values))


def intensities(images: UInt8[Array | np.ndarray, "n pixels"]) -> Float[Array, "n pixels"]:
    """0 … 255 as numbers in [0, 1]."""
    return jnp.asarray(images) / 255


def samples(generator: Generator, settings: Settings) -> Float[Array, "n pixels"]:
    """The images that the record's numbers are about: the same on every call."""
    return generator.sample(jax.random.key(settings.sample_seed), settings.draws)


def load(folder: Path = FOLDER, *, name: Literal["gan", "vae"] = "gan") -> tuple[Generator, dict]:
    """The generator and the record of the last long run that was finished: the GAN's, or the VAE's.

    Errors as of `long_run.load_run`.
    """
    arrays, record = load_run(folder, name, f"programs.train_mnist_{name}")
    leaves = [jnp.asarray(array, float) for array in arrays]
    widths = {name: record["settings"][name] for name in ("latents", "hidden")}
    shape = jax.eval_shape(lambda: Generator(jax.random.key(0), jnp.zeros(784), **widths))
    return jax.tree.unflatten(jax.tree.structure(shape), leaves), record
