"""What each remedy changes in the game of images, on tiny networks; the packaged record."""

from functools import lru_cache, partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from lib import mnist_remedies, remedies
from lib.mnist_remedies import NAMES, Settings, game, load
from lib.networks import MLP
from lib.noisy_gan import averaged, init, noisy_step, sample_through_noise
from lib.spectral_norm import SpectralMLP

TINY = Settings(
    latents=2,
    hidden=5,
    noise=0.5,
    decay=0.9,
    rate=0.02,
    b1=0.3,
    gamma=3.0,
    ratio=5.0,
    slope=2.0,
    weight=7.0,
)
IMAGES = jnp.asarray(np.random.default_rng(0).integers(0, 256, (12, 6)), jnp.uint8)
KEY = jax.random.key(1)


def two_steps(start, step):
    run = start
    for i in range(2):
        run, _ = jax.jit(step)(run, jax.random.key(i), IMAGES)
    return jax.tree.leaves((run.game.model, run.average))


@lru_cache
def played(name):
    """The run before the first round of the game of this name, and its weights after two."""
    start, step = game(name, TINY)
    first = start(KEY, IMAGES)
    return first, two_steps(first, step)


def by_hand(name):
    """The same two steps, from the parts that the game is made of."""
    noise = 0.5 if name == "noise" else 0.0
    constants = remedies.Settings(rate=0.02, b1=0.3, gamma=3.0, ratio=5.0, weight=7.0, last=1.0)
    sample = partial(sample_through_noise, noise=noise)
    optimizer, _, play = remedies.game(name, 99, constants, sample=sample)
    kind = partial(SpectralMLP, slope=2.0) if name == "spectral norm" else MLP
    start = init(KEY, IMAGES, optimizer, latents=2, hidden=5, discriminator=kind)
    return two_steps(start, averaged(play, noise=noise, decay=0.9))


@pytest.mark.parametrize("name", NAMES)
def test_a_game_is_made_of_its_parts(name):
    for leaf, expected in zip(played(name)[1], by_hand(name), strict=True):
        np.testing.assert_allclose(leaf, expected, rtol=1e-4, atol=1e-5)


def test_with_noise_it_is_the_long_run_s_game():
    first, from_remedies = played("noise")
    adam, _, _ = remedies.game("plain", 1, remedies.Settings(rate=0.02, b1=0.3, last=1.0))
    expected = two_steps(first, noisy_step(adam, noise=0.5, decay=0.9))
    for leaf, other in zip(from_remedies, expected, strict=True):
        np.testing.assert_allclose(leaf, other, rtol=1e-4, atol=1e-5)


def test_no_two_remedies_are_one_game_and_all_begin_alike():
    ends = {}
    for name in NAMES:
        first, after = played(name)
        begin = jax.tree.leaves(first.game.model)
        jax.tree.map(np.testing.assert_array_equal, begin, ends.setdefault("begin", begin))
        ends[name] = after[0]
    for i, name in enumerate(NAMES):
        for other in NAMES[:i]:
            assert not np.allclose(ends[name], ends[other])


def test_an_unknown_remedy_is_refused():
    with pytest.raises(ValueError, match="one of plain, noise, R1"):
        game("r1", TINY)


def test_the_packaged_draws_and_scores_are_of_the_settings():
    draws, record = load()
    settings = Settings()
    assert record["settings"] == settings._asdict()
    assert tuple(draws) == NAMES
    for x in draws.values():
        assert x.shape == (settings.seeds, settings.draws, 784)
        np.testing.assert_allclose(x, np.round(15 * x) / 15, atol=1e-3)
        assert (x >= 0).all() and (x <= 1).all() and x.max() == 1
    places = [(line["name"], line["seed"]) for line in record["scores"]]
    assert places == [(name, seed) for seed in range(settings.seeds) for name in NAMES]
    for line in record["scores"]:
        assert line["standard_error"] > 0
    assert (mnist_remedies.FOLDER / "mnist_remedies.npz").stat().st_size < 2_000_000
