"""Tiny games, from the command to its files."""

import jax
import numpy as np
import pytest

from lib.distributions import lattice, ring
from lib.small_games import GAMES, Seen, Settings, load, play
from programs import play_small_games
from programs.play_small_games import main, play_all

TINY = Settings(
    rounds=2, moments=1, hidden=3, batch_size=4, points=20, fresh=10, draws=5, seeds=2, seed=7
)


@pytest.fixture(scope="module")
def finished():
    return play_all(TINY)


def test_every_game_is_the_one_of_its_name_and_begins_with_the_same_players(finished):
    seen, record = finished
    key_ring, key_grid, key = jax.random.split(jax.random.key(7), 3)
    data = {"ring": ring().sample(key_ring, 30), "grid": lattice().sample(key_grid, 30)}
    assert list(seen) == list(GAMES)
    for name, game in GAMES.items():
        rates = game.rate_g, game.rate_d
        expected = play(key, data[game.data], *rates, k=game.k, settings=TINY)
        for found, part in zip(seen[name], expected, strict=True):
            np.testing.assert_allclose(found, part, rtol=1e-5, atol=1e-6)
    assert record["settings"] == TINY._asdict()
    assert record["seconds"] > 0 and record["date"][:2] == "20" and record["versions"]


def test_the_command_leaves_what_its_options_ask_for(finished, tmp_path):
    options = [f"--{name.replace('_', '-')}={value}" for name, value in TINY._asdict().items()]
    main([*options, "--folder", str(tmp_path)])
    found, record = load(tmp_path)
    assert record["settings"] == TINY._asdict()
    for name, seen in finished[0].items():
        for part in Seen._fields:
            expected = getattr(seen, part).astype(np.float16)
            np.testing.assert_array_equal(getattr(found[name], part), expected)


def test_nothing_is_written_before_the_end(tmp_path, monkeypatch):
    def interrupted(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(play_small_games, "play_all", interrupted)
    with pytest.raises(KeyboardInterrupt):
        main(["--folder", str(tmp_path)])
    assert not list(tmp_path.iterdir())
