"""MNIST byte for byte, its errors, and stochastic binarisation."""

import hashlib
import re

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from lib.data import FILE, MNIST, SHA256, binarize, mnist

N = 40_000  # pixels per checked mean


@pytest.fixture(scope="module")
def digits():
    return mnist()


def idx(array) -> bytes:
    """The IDX file of a uint8 array: magic 2048 + rank, the shape, the bytes; big-endian."""
    return np.array([2048 + array.ndim, *array.shape], dtype=">i4").tobytes() + array.tobytes()


def published() -> dict[str, str]:
    """The checksums in the table beside the data."""
    readme = (FILE.parent / "README.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `(\w+)` \|.*`([0-9a-f]{64})` \|$", readme, re.MULTILINE))


@pytest.mark.parametrize("name", MNIST._fields)
def test_arrays_are_the_published_idx_files(digits, name):
    array = getattr(digits, name)
    assert array.dtype == np.uint8
    file = idx(array)
    assert int.from_bytes(file[:4], "big") == (2051 if name.endswith("images") else 2049)
    assert hashlib.sha256(file).hexdigest() == published()[name]


def test_shapes_and_class_counts(digits):
    assert digits.train_images.shape == (60_000, 28, 28)
    assert digits.test_images.shape == (10_000, 28, 28)
    train = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    test = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert np.bincount(digits.train_labels).tolist() == train
    assert np.bincount(digits.test_labels).tolist() == test


def test_intensities_have_the_well_known_mean_and_deviation(digits):
    # 0.1307 and 0.3081, as quoted to four digits.
    assert digits.train_images.mean() / 255 == pytest.approx(0.1307, abs=5e-5)
    assert digits.train_images.std() / 255 == pytest.approx(0.3081, abs=5e-5)


def damage(kind, file):
    content = bytearray(FILE.read_bytes())
    if kind == "corrupted":
        content[len(content) // 2] ^= 1
    if kind == "truncated":
        del content[-1:]
    if kind == "empty":
        content.clear()
    if kind != "missing":
        file.write_bytes(content)
    return hashlib.sha256(content).hexdigest() if kind != "missing" else "no file"


@pytest.mark.parametrize("kind", ["corrupted", "truncated", "empty", "missing"])
def test_error_names_the_file_both_checksums_and_the_remedy(tmp_path, kind):
    file = tmp_path / "copy.npz"
    found = damage(kind, file)
    with pytest.raises(FileNotFoundError if kind == "missing" else ValueError) as error:
        mnist(file)
    for part in (str(file), SHA256, found, "git checkout lib/mnist/mnist.npz"):
        assert part in str(error.value)
    assert ("missing" if kind == "missing" else "corrupted") in str(error.value)


def test_an_intact_copy_elsewhere_loads(tmp_path, digits):
    file = tmp_path / "copy.npz"
    file.write_bytes(FILE.read_bytes())
    assert all((a == b).all() for a, b in zip(mnist(file), digits, strict=True))


@pytest.mark.parametrize("array", [np.asarray, jnp.asarray])
def test_binarize_is_one_with_probability_the_intensity(array):
    levels = np.array([0, 1, 51, 128, 254, 255], np.uint8)
    images = array(np.broadcast_to(levels, (N, 6)))
    x = np.asarray(binarize(jax.random.key(0), images))
    assert x.dtype == np.float32 and x.shape == (N, 6)
    assert set(np.unique(x)) == {0.0, 1.0}
    p = levels / 255
    error = np.sqrt(p * (1 - p) / N)
    # 4 random levels within 5 standard errors: a false alarm once in 400 000 keys.
    assert (abs(x.mean(0) - p) <= 5 * error).all()
    threshold = levels >= 128
    assert (abs(threshold - p)[1:-1] > 5 * error[1:-1])[1:3].all()
    assert not x[:, 0].any() and x[:, -1].all()


def test_keys_and_pixels_are_independent():
    images = jnp.full((N, 2), 128, jnp.uint8)
    x, y, again = (np.asarray(binarize(jax.random.key(k), images)) - 0.5 for k in (0, 1, 0))
    assert (x == again).all()
    # A product of two centred fair coins is ±¼: its mean has standard error ¼/√N.
    for product in (x[:, 0] * y[:, 0], x[:, 0] * x[:, 1], x[1:, 0] * x[:-1, 0]):
        assert abs(product.mean()) <= 5 * 0.25 / np.sqrt(N)
    assert (x * again).mean() == pytest.approx(0.25, abs=1e-6)


def test_binarize_is_the_same_under_jit_and_vmap():
    images = jnp.arange(256, dtype=jnp.uint8).reshape(4, 64)
    keys = jax.random.split(jax.random.key(0), 4)
    assert (jax.jit(binarize)(keys[0], images) == binarize(keys[0], images)).all()
    singles = [binarize(k, i) for k, i in zip(keys, images, strict=True)]
    assert (jax.vmap(binarize)(keys, images) == jnp.stack(singles)).all()
