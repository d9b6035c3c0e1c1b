"""Small games beside their parts, on tiny networks; what is packaged, and its record."""

import jax
import jax.numpy as jnp
import numpy as np
import optax

from lib.gan import gan_step, init, non_saturating_loss, value_function
from lib.mode_coverage import mode_report
from lib.networks import MLP
from lib.small_games import FOLDER, GAMES, Settings, load, play, players
from lib.train import train

TINY = Settings(
    rounds=4,
    moments=2,
    hidden=3,
    batch_size=5,
    b1=0.3,
    alone_rate=0.05,
    points=30,
    fresh=20,
    draws=7,
    seeds=2,
)
KEY = jax.random.key(3)
X = 2 * jax.random.normal(jax.random.key(1), (50, 2))


def close(found, expected):
    np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-4)


def rounds(gan, key, rates, k):
    """V, fresh V and draws of both halves of a game, from the parts that it is made of."""
    adams = [optax.adam(rate, b1=0.3) for rate in rates]
    step = gan_step(non_saturating_loss, *adams, discriminator_steps=k)
    state, V, fresh_V, draws = init(gan, *adams), [], [], []
    for part in jax.random.split(key, 2):
        state, (losses, _) = train(step, state, part, X[:30], steps=2, batch_size=5 * k)
        x, fake = X[30:], state.model.sample(part, 20)
        V.extend(-losses[:, k - 1])
        fresh_V.append(value_function(state.model.logits(x), state.model.logits(fake)))
        draws.append(fake[:7])
    return state.model, np.array(V), np.array(fresh_V), np.stack(draws)


def test_a_game_is_made_of_its_parts():
    seen = play(KEY, X, 0.02, 0.03, k=3, settings=TINY)
    for seed, key in enumerate(jax.random.split(KEY, 2)):
        key_start, key_game, key_alone = jax.random.split(key, 3)
        begin = players(key_start, TINY)
        gan, V, fresh_V, draws = rounds(begin, key_game, (0.02, 0.03), 3)
        for found, expected in zip(seen, (V, fresh_V, draws), strict=False):
            close(found[seed], expected)
        after, _, alone_V, _ = rounds(gan, key_alone, (0.0, 0.05), 1)
        close(seen.alone_V[seed], alone_V[-1])
        jax.tree.map(np.testing.assert_array_equal, after.generator, gan.generator)


def test_both_players_have_two_hidden_layers_of_their_own():
    gan = players(KEY, TINY)
    for network, out in zip(gan, (2, 1), strict=True):
        assert type(network) is MLP
        assert [layer.kernel[...].shape for layer in network.layers] == [(2, 3), (3, 3), (3, out)]
    first, second = (np.asarray(network.layers[0].kernel[...]) for network in gan)
    assert (first != second).all()


def test_the_games_differ_as_their_names_say():
    for name, game in GAMES.items():
        if "k =" in name:
            assert name == f"{game.data}, k = {game.k}" and game.rate_g == game.rate_d
    ahead, slow = GAMES["D far ahead"], GAMES["D slow"]
    assert ahead.k == 5 and ahead.rate_d > 30 * ahead.rate_g
    assert slow.k == 1 and slow.rate_g == 30 * slow.rate_d


# What is packaged


def test_what_is_packaged_is_of_the_settings_and_of_no_broken_run():
    games, record = load()
    settings = Settings()
    assert record["settings"] == settings._asdict() and list(games) == list(GAMES)
    for seen in games.values():
        seeds, moments = settings.seeds, settings.moments
        assert seen.V.shape == (seeds, settings.rounds)
        assert seen.fresh_V.shape == (seeds, moments) and seen.alone_V.shape == (seeds,)
        assert seen.draws.shape == (seeds, moments, settings.draws, 2)
        assert all(np.isfinite(part).all() for part in seen)
    angles = np.arange(8) * np.pi / 4
    means = jnp.asarray(2 * np.stack([np.cos(angles), np.sin(angles)], axis=1), jnp.float32)
    for draws in games["ring, k = 1"].draws[:, -1]:
        assert mode_report(jnp.asarray(draws), means, std=0.1).quality > 0.5
    assert (FOLDER / "small_games.npz").stat().st_size < 1_500_000
