"""MNIST, packaged with the book: no download, no pickle, checked on every load."""

import hashlib
from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Key, UInt8

FILE = Path(__file__).parent / "mnist" / "mnist.npz"
SHA256 = "04264ff3782eb986c503d57b901e2b943c1a26ff3bd26d26606e38e7368df925"


class MNIST(NamedTuple):
    """train_images (60000, 28, 28), train_labels (60000,), and 10000 of each for testing; uint8."""

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray


def mnist(file: Path = FILE) -> MNIST:
    """The handwritten digits of LeCun, Cortes & Burges (1998), byte for byte.

    Raises FileNotFoundError or ValueError when the file is missing or its SHA-256 is not the
    one recorded here; the message names both checksums and the remedy.
    """
    found = hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None
    if found != SHA256:
        kind, what = (ValueError, "corrupted") if found else (FileNotFoundError, "missing")
        raise kind(
            f"the MNIST file is {what}: {file}\n"
            f"  expected SHA-256 {SHA256}\n"
            f"  found            {found or 'no file'}\n"
            "Restore it with `git checkout lib/mnist/mnist.npz`, or install the package again."
        )
    with np.load(file, allow_pickle=False) as arrays:
        return MNIST(*(arrays[name] for name in MNIST._fields))


@jax.jit
def binarize(
    key: Key[Array, ""], images: UInt8[Array | np.ndarray, "*shape"]
) -> Float[Array, "*shape"]:
    """x ~ Bernoulli(images/255), pixel by pixel: 1.0 with probability its intensity.

    This is *stochastic* binarisation: another key gives another x. Thresholding at ½ is a
    different data set, with other log-likelihoods. Raises TypeError unless images are uint8.
    Source: Salakhutdinov & Murray (2008).
    """
    if images.dtype != jnp.uint8:
        raise TypeError(f"images must be uint8 intensities 0..255, got dtype {images.dtype}")
    return jax.random.bernoulli(key, jnp.asarray(images) / 255).astype(float)
