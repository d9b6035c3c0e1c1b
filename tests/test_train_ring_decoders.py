"""Tiny runs of every objective, from the command to the files."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from lib.ring_decoders import Settings, first, load
from programs import train_ring_decoders
from programs.train_ring_decoders import LONGER, WAYS, all_runs, main, one

TINY = Settings(seeds=2, steps=3, few=1, batch_size=6, hidden=4, std=0.4, learning_rate=0.01)


SOME = "reverse", "elbo", "gan-1", "iwae-4", "gan-5"  # of every kind; each takes long to compile


@pytest.fixture(scope="module", autouse=True)
def fewer():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(train_ring_decoders, "WAYS", {way: WAYS[way] for way in SOME})
        patch.setattr(train_ring_decoders, "LONGER", (("reverse", 4),))
        yield


@pytest.fixture(scope="module")
def finished(fewer):
    return all_runs(TINY)


def test_the_packaged_record_is_of_every_way():
    assert set(load()[0]) == {(way, 2000) for way in WAYS} | {(way, 2000 * n) for way, n in LONGER}


def test_the_record_says_what_was_done(finished):
    decoders, record = finished
    assert record["settings"] == TINY._asdict()
    assert record["runs"] == [*((way, 3, 2) for way in SOME), ("reverse", 12, 1)]
    assert len(decoders.log_std) == 2 * len(SOME) + 1
    assert record["seconds"] > 0 and record["date"][:2] == "20" and record["versions"]


def test_each_place_has_the_decoder_of_its_run(finished):
    for place, (way, steps, seed) in {1: ("reverse", 3, 1), 10: ("reverse", 12, 0)}.items():
        found = jax.tree.map(lambda leaf, i=place: leaf[i], finished[0])
        model = one(way, TINY._replace(steps=steps), seed)
        jax.tree.map(
            lambda a, b: np.testing.assert_allclose(a, b, rtol=2e-3, atol=1e-4), found, model
        )
    weights = np.asarray(jax.tree.leaves(finished[0])[0]).reshape(11, -1)
    assert len(np.unique(weights, axis=0)) == 11


@pytest.mark.parametrize("way", ["iwae-4", "gan-5"])
def test_every_way_begins_at_the_same_weights(way, finished):
    start = first(jax.random.split(jax.random.key(0), 3)[0], TINY)
    nearly = one(way, TINY._replace(learning_rate=1e-8), 0)
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, atol=1e-5), nearly, start)
    place = 2 * SOME.index(way)
    moved = jax.tree.map(lambda leaf, b: jnp.any(abs(leaf[place] - b) > 1e-3), finished[0], start)
    assert any(jax.tree.leaves(moved))


@pytest.mark.parametrize("way, share", [("reverse", 0.6), ("gan-1", 0.9)])  # a game needs longer
def test_training_brings_the_decoder_closer_to_the_ring(way, share):
    settings = Settings(hidden=32, steps=500)
    x = one(way, settings, 0).sample(jax.random.key(0), 500)
    start = first(jax.random.split(jax.random.key(0), 3)[0], settings)
    far = [
        jnp.mean(abs(jnp.linalg.norm(y, axis=1) - 2))
        for y in (x, start.sample(jax.random.key(0), 500))
    ]
    assert far[0] < share * far[1]


def test_the_command_leaves_what_its_options_ask_for(finished, tmp_path, capsys):
    options = [f"--{name.replace('_', '-')}={value}" for name, value in TINY._asdict().items()]
    main([*options, "--folder", str(tmp_path)])
    decoders, record = load(tmp_path)
    assert record["settings"] == TINY._asdict()
    assert set(decoders) == {(way, 3) for way in SOME} | {("reverse", 12)}
    assert len(capsys.readouterr().out.splitlines()) == len(decoders)
    last = jax.tree.map(lambda leaf: leaf[-1:], finished[0])
    jax.tree.map(np.testing.assert_array_equal, decoders["reverse", 12], last)


def test_nothing_is_written_before_the_end(tmp_path, monkeypatch):
    def interrupted(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(train_ring_decoders, "all_runs", interrupted)
    with pytest.raises(KeyboardInterrupt):
        main(["--folder", str(tmp_path)])
    assert not list(tmp_path.iterdir())
