"""The decoder of the map that readers touch: python -m programs.train_map_decoder.

A VAE with two latents is trained on MNIST. What a page needs of it goes to map.js, a module that
defines MAP: the decoder's layers, whose weights are rounded to multiples of `UNIT`, and for each
point of a lattice of codes which digit most of the ten test images with the nearest codes show.
"""

import json
from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx

from lib import train
from lib.data import MNIST, binarize, mnist
from lib.networks import MLP
from lib.vae import VAE, elbo
from programs.options import parser

FOLDER = Path(__file__).parents[1] / "book_ext" / "explorables" / "data"
UNIT = 1 / 32
REACH, SIDE, NEAREST = 3.0, 25, 10  # the lattice: from −REACH to REACH, SIDE × SIDE codes


class Settings(NamedTuple):
    """Of the network and its training."""

    seed: int = 0
    encoder: int = 256
    first: int = 64
    second: int = 32
    steps: int = 20_000
    batch_size: int = 128
    learning_rate: float = 2e-3


def trained(settings: Settings, data: MNIST) -> VAE:
    """A VAE whose decoder has two small hidden layers, trained by the ELBO on binarised digits."""
    key_init, key_decoder, key_train = jax.random.split(jax.random.key(settings.seed), 3)
    vae = VAE(key_init, pixels=784, hidden=settings.encoder, latents=2)
    vae.decoder = MLP(key_decoder, (2, settings.first, settings.second, 784))

    def loss(vae, key, images):
        key_pixels, key_code = jax.random.split(key)
        return -jnp.mean(elbo(vae, key_code, binarize(key_pixels, images)))

    optimizer = optax.adam(optax.cosine_decay_schedule(settings.learning_rate, settings.steps))
    step, start = train.gradient_step(loss, optimizer), train.init(vae, optimizer)
    images = jnp.asarray(data.train_images).reshape(-1, 784)
    size = {"steps": settings.steps, "batch_size": settings.batch_size}
    return train.train(step, start, key_train, images, **size)[0].model


def layers_of(decoder: MLP) -> list[dict]:
    """Kernel, (inputs, outputs), and bias of each layer, as whole numbers of `UNIT`."""
    return [
        {name: np.rint(np.asarray(getattr(layer, name)[...]) / UNIT).astype(int).tolist()
         for name in ("kernel", "bias")}
        for layer in decoder.layers
    ]  # fmt: skip


def decoder_of(layers: list[dict]) -> MLP:
    """The decoder with these layers."""
    sizes = [len(layers[0]["kernel"]), *(len(layer["bias"]) for layer in layers)]
    decoder = MLP(jax.random.key(0), sizes)
    for layer, whole in zip(decoder.layers, layers, strict=True):
        for name, numbers in whole.items():  # in double precision where that is on
            setattr(layer, name, nnx.Param(UNIT * jnp.asarray(numbers, float)))
    return decoder


def neighbours(codes: np.ndarray, labels: np.ndarray) -> list[list[int]]:
    """For each lattice point, z₁ running faster, [digit, how many of the nearest show it]."""
    line = np.linspace(-REACH, REACH, SIDE)
    found = []
    for at in ((z1, z2) for z2 in line for z1 in line):
        near = np.argsort(np.sum((codes - at) ** 2, axis=1), kind="stable")[:NEAREST]
        counts = np.bincount(labels[near], minlength=10)
        found.append([int(counts.argmax()), int(counts.max())])
    return found


def main(arguments: list[str] | None = None) -> None:
    """Train, and write map.js."""
    options = vars(parser("train_map_decoder", Settings(), FOLDER, __doc__).parse_args(arguments))
    folder, data = options.pop("folder"), mnist()
    vae = trained(Settings(**options), data)
    codes, _ = vae.encode(jnp.asarray(data.test_images).reshape(-1, 784) / 255)
    near = neighbours(np.asarray(codes), data.test_labels)
    about = {"unit": UNIT, "reach": REACH, "side": SIDE, "nearest": NEAREST}
    found = about | {"layers": layers_of(vae.decoder), "neighbours": near}
    text = json.dumps(found, separators=(",", ":"))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "map.js").write_text(f"export const MAP = {text};\n")


if __name__ == "__main__":
    main()
