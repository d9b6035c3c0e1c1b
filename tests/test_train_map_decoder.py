"""A short run, from the command to the file, and what the file holds."""

import json

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from lib.data import MNIST, mnist
from lib.networks import MLP
from lib.vae import elbo
from programs import train_map_decoder
from programs.train_map_decoder import (
    NEAREST,
    REACH,
    SIDE,
    UNIT,
    Settings,
    decoder_of,
    layers_of,
    main,
    neighbours,
    trained,
)

TINY = Settings(encoder=16, first=8, second=6, steps=3, batch_size=5)


@pytest.fixture(scope="module")
def few():
    """A hundred of the digits, to train with and to test with."""
    return MNIST(*(each[:100] for each in mnist()))


def test_the_command_writes_what_a_page_needs(tmp_path, monkeypatch, few):
    monkeypatch.setattr(train_map_decoder, "mnist", lambda: few)
    options = [f"--{name.replace('_', '-')}={value}" for name, value in TINY._asdict().items()]
    main([*options, f"--folder={tmp_path / 'new'}"])
    text = (tmp_path / "new" / "map.js").read_text()
    stored = json.loads(text.removeprefix("export const MAP = ").removesuffix(";\n"))
    numbers = [stored[name] for name in ("unit", "reach", "side", "nearest")]
    assert numbers == [UNIT, REACH, SIDE, NEAREST]
    vae = trained(TINY, few)
    assert stored["layers"] == layers_of(vae.decoder)
    codes, _ = vae.encode(jnp.asarray(few.test_images).reshape(-1, 784) / 255)
    assert stored["neighbours"] == neighbours(np.asarray(codes), few.test_labels)


def test_weights_are_rounded_by_half_a_unit_at_most():
    decoder = MLP(jax.random.key(3), (2, 5, 4, 3))
    decoder.layers[0].bias[...] = jnp.arange(5) / 7
    again = decoder_of(layers_of(decoder))
    pairs = zip(jax.tree.leaves(decoder), jax.tree.leaves(again), strict=True)
    errors = [np.max(np.abs(a - b)) for a, b in pairs]
    assert 0 < max(errors) <= UNIT / 2
    assert layers_of(again) == layers_of(decoder)


def test_neighbours_are_those_of_a_search_point_by_point():
    rng = np.random.default_rng(0)
    codes, labels = rng.normal(size=(300, 2)), rng.integers(0, 10, 300)
    found = neighbours(codes, labels)
    for i, j in [(0, 0), (4, 20), (24, 3)]:
        at = np.linspace(-REACH, REACH, SIDE)[[i, j]]
        near = sorted(range(300), key=lambda n: np.linalg.norm(codes[n] - at))[:NEAREST]
        digit, count = found[SIDE * j + i]
        assert count == sum(labels[n] == digit for n in near)
        assert count == max(np.bincount(labels[near]))


def test_training_raises_the_bound(few):
    x = jnp.asarray(few.test_images).reshape(-1, 784) / 255
    bounds = [
        jnp.mean(elbo(trained(TINY._replace(steps=steps), few), jax.random.key(0), x))
        for steps in (1, 200)
    ]
    assert bounds[1] > bounds[0] + 100
