"""The decoder on a page, beside `lib` with the same weights."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from book_ext.explorable_core import Core
from lib.double_precision import double_precision
from lib.networks import MLP
from programs.train_map_decoder import NEAREST, REACH, SIDE, UNIT, decoder_of, layers_of

CASES = 40


@pytest.fixture(scope="module")
def core():
    core = Core("latent", "../data/map")
    yield core
    core.close()


def by_lib(layers, z):
    with double_precision():
        return np.asarray(jax.nn.sigmoid(decoder_of(layers)(jnp.asarray(z))))


def test_the_pixels_of_the_stored_decoder_are_those_of_lib(core):
    layers = core("() => MAP")["layers"]
    z = np.random.default_rng(0).uniform(-REACH, REACH, (CASES, 2))
    found = np.array([core("pixels", layers, UNIT, code) for code in z.tolist()])
    np.testing.assert_allclose(found, by_lib(layers, z), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("sizes", [(2, 3), (2, 5, 4, 3)])
def test_so_are_those_of_others_of_any_depth(core, sizes):
    decoder = MLP(jax.random.key(1), sizes)
    for i, layer in enumerate(decoder.layers):  # with biases, of which no two are alike
        layer.bias[...] = jax.random.normal(jax.random.key(i), layer.bias.shape)
    layers = layers_of(decoder)
    z = np.random.default_rng(1).normal(size=(CASES, 2))
    found = np.array([core("pixels", layers, UNIT, code) for code in z.tolist()])
    np.testing.assert_allclose(found, by_lib(layers, z), rtol=1e-10, atol=1e-12)


def test_a_code_gets_the_entry_of_the_point_that_is_nearest(core):
    line = np.linspace(-REACH, REACH, SIDE)
    points = np.array([(z1, z2) for z2 in line for z1 in line])
    entries = [[i, 0] for i in range(SIDE**2)]
    for z in np.random.default_rng(2).uniform(-REACH, REACH, (CASES, 2)):
        nearest = np.argmin(np.sum((points - z) ** 2, axis=1))
        assert core("nearest", entries, REACH, z.tolist()) == [nearest, 0]
    for corner, place in [((-9, -9), 0), ((9, -9), SIDE - 1), ((9, 9), SIDE**2 - 1)]:
        assert core("nearest", entries, REACH, corner) == [place, 0]


def test_the_stored_neighbours_are_counts_of_so_many(core):
    stored = core("() => MAP")
    assert [stored[name] for name in ("unit", "reach", "side", "nearest")] == [
        UNIT,
        REACH,
        SIDE,
        NEAREST,
    ]
    found = np.array(stored["neighbours"])
    assert found.shape == (SIDE**2, 2)
    assert set(found[:, 0]) == set(range(10))
    assert found[:, 1].min() >= 1 and found[:, 1].max() == NEAREST
