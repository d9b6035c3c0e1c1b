"""What each remedy changes, on tiny networks; the packaged draws and their record."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from lib import gan, remedies, wasserstein
from lib.gan import gan_step, non_saturating_loss
from lib.gradient_penalty import r1_penalty, slope_one_penalty
from lib.mode_coverage import mode_report
from lib.networks import MLP
from lib.remedies import NAMES, Settings, load, play, players, tasks
from lib.spectral_norm import SpectralMLP
from lib.train import train

TINY = Settings(
    hidden=4,
    batch_size=8,
    rate=0.02,
    b1=0.3,
    last=0.5,
    gamma=3.0,
    ratio=5.0,
    slope=2.0,
    weight=7.0,
    draws=6,
)
ROUNDS = 3


def by_hand(name):
    """The optimisers of G and D and the round of a remedy, from the parts that it is made of."""

    def adam(rate, b1=0.3, b2=0.999):
        return optax.adam(optax.cosine_decay_schedule(rate, ROUNDS, 0.5), b1=b1, b2=b2)

    def r1(gan, key, x, fake):
        return 1.5 * r1_penalty(gan.logits, x)

    def slope(gan, key, x, fake):
        return 7 * slope_one_penalty(gan.logits, key, x, fake)

    optimizers = [adam(0.02), adam(0.1 if name == "two time scales" else 0.02)]
    loss, options = non_saturating_loss, {}
    if name == "R1":
        options = {"penalty": r1}
    if name == "WGAN-GP":
        optimizers = [adam(0.02, 0.0, 0.9)] * 2
        loss = wasserstein.generator_loss
        options = {"discriminator_loss": wasserstein.critic_loss, "penalty": slope}
    return *optimizers, gan_step(loss, *optimizers, **options)


@pytest.mark.parametrize("name", NAMES)
def test_a_run_is_the_game_of_its_parts(name):
    x = 2 * jax.random.normal(jax.random.key(1), (50, 2))
    key = jax.random.key(2)
    found = play(key, x, name=name, rounds=ROUNDS, settings=TINY)
    key_start, key_train, key_draw = jax.random.split(key, 3)
    begin = players(key_start, name, TINY)
    kind = SpectralMLP if name == "spectral norm" else MLP
    assert type(begin.discriminator) is kind and type(begin.generator) is MLP
    *optimizers, step = by_hand(name)
    start = gan.init(begin, *optimizers)
    state, _ = train(step, start, key_train, x, steps=ROUNDS, batch_size=8)
    np.testing.assert_allclose(found, state.model.sample(key_draw, 6), rtol=1e-4, atol=1e-5)
    assert found.shape == (6, 2)


def test_a_game_shows_d_the_draws_that_are_asked_for():
    x, fake = jax.random.normal(jax.random.key(1), (2, 8, 2))
    *optimizers, step = remedies.game("plain", ROUNDS, TINY, sample=lambda gan, key, n: fake)
    begin = gan.init(players(jax.random.key(2), "plain", TINY), *optimizers)
    _, (losses, _) = step(begin, jax.random.key(3), x)
    expected = gan.discriminator_loss(begin.model.logits(x), begin.model.logits(fake))
    np.testing.assert_allclose(losses, expected[None], rtol=1e-5)


def test_remedies_begin_with_the_same_weights_and_the_bound_that_is_asked_for():
    begin = {name: players(jax.random.key(0), name, TINY) for name in NAMES}
    for other in begin.values():
        jax.tree.map(
            np.testing.assert_array_equal,
            jax.tree.leaves(other),
            jax.tree.leaves(begin["plain"]),
        )
    assert begin["spectral norm"].discriminator.slope == 2


def test_an_unknown_remedy_is_refused():
    with pytest.raises(ValueError, match="one of plain, R1"):
        play(jax.random.key(0), jnp.zeros((9, 2)), name="r1", rounds=1, settings=TINY)


def test_tasks_have_the_rounds_of_the_settings():
    sizes = {"ring_rounds": 2, "grid_rounds": 3, "longer_rounds": 4, "seeds": 5, "longer_seeds": 6}
    found = tasks(TINY._replace(**sizes))
    assert [task.rounds for task in found.values()] == [2, 3, 4]
    assert [task.seeds for task in found.values()] == [5, 5, 6]
    assert [len(task.names) for task in found.values()] == [5, 5, 2]
    assert [len(task.modes.means) for task in found.values()] == [8, 25, 25]
    for task in found.values():
        np.testing.assert_allclose(
            task.modes.covs,
            task.std**2 * np.eye(2)[None].repeat(len(task.modes.means), 0),
            rtol=1e-5,
        )


# The packaged draws


def test_the_packaged_draws_are_of_the_settings_and_of_no_broken_run():
    draws, record = load()
    settings = Settings()
    assert record["settings"] == settings._asdict()
    assert list(draws) == list(tasks(settings))
    for name, found in draws.items():
        task = tasks(settings)[name]
        assert tuple(found) == task.names
        for x in found.values():
            assert x.shape == (task.seeds, settings.draws, 2) and np.isfinite(x).all()
        plain = mode_report(jnp.asarray(found["plain"][0]), task.modes.means, std=task.std)
        assert plain.quality > 0.3
    assert (remedies.FOLDER / "remedies.npz").stat().st_size < 400_000
