"""Tiny runs of every objective, from the command to the files."""

import subprocess
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from lib.ring_decoders import Settings, first, load
from programs import train_ring_decoders
from programs.train_ring_decoders import LONGER, WAYS, all_runs, main, one

ROOT = Path(__file__).parents[1]
TINY = Settings(seeds=2, steps=3, few=1, batch_size=6, hidden=4, std=0.4, learning_rate=0.01)


@pytest.fixture(scope="module")
def finished():
    return all_runs(TINY)


def test_the_record_says_what_was_done(finished):
    decoders, record = finished
    assert record["settings"] == TINY._asdict()
    expected = [(way, 3, 2) for way in WAYS] + [(way, 3 * times, 1) for way, times in LONGER]
    assert record["runs"] == expected
    assert len(decoders.log_std) == 2 * len(WAYS) + len(LONGER)
    assert record["seconds"] > 0 and record["date"][:2] == "20" and record["versions"]


def test_each_place_has_the_decoder_of_its_run(finished):
    for place, (way, steps, seed) in {3: ("reverse", 3, 1), 14: ("forward", 12, 0)}.items():
        found = jax.tree.map(lambda leaf, i=place: leaf[i], finished[0])
        model = one(way, TINY._replace(steps=steps), seed)
        jax.tree.map(
            lambda a, b: np.testing.assert_allclose(a, b, rtol=2e-3, atol=1e-4), found, model
        )
    weights = np.asarray(jax.tree.leaves(finished[0])[0]).reshape(19, -1)
    assert len(np.unique(weights, axis=0)) == 19


@pytest.mark.parametrize("way", WAYS)
def test_every_way_begins_at_the_same_weights(way, finished):
    start = first(jax.random.split(jax.random.key(0), 3)[0], TINY)
    nearly = one(way, TINY._replace(learning_rate=1e-8), 0)
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, atol=1e-5), nearly, start)
    place = 2 * list(WAYS).index(way)
    moved = jax.tree.map(lambda leaf, b: jnp.any(abs(leaf[place] - b) > 1e-3), finished[0], start)
    assert any(jax.tree.leaves(moved))


@pytest.mark.parametrize("way, share", [("forward", 0.6), ("gan-1", 0.9)])  # a game needs longer
def test_training_brings_the_decoder_closer_to_the_ring(way, share):
    settings = Settings(hidden=32, steps=500)
    x = one(way, settings, 0).sample(jax.random.key(0), 500)
    start = first(jax.random.split(jax.random.key(0), 3)[0], settings)
    far = [
        jnp.mean(abs(jnp.linalg.norm(y, axis=1) - 2))
        for y in (x, start.sample(jax.random.key(0), 500))
    ]
    assert far[0] < share * far[1]


def test_the_command_works_from_end_to_end(tmp_path):
    options = ["--seeds", "1", "--steps", "1", "--few", "1", "--hidden", "2", "--batch-size", "5"]
    command = [sys.executable, "-m", "programs.train_ring_decoders", *options]
    command += ["--folder", str(tmp_path)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    decoders, record = load(tmp_path)
    assert record["settings"]["hidden"] == 2 and record["settings"]["std"] == Settings().std
    assert set(decoders) == {(way, 1) for way in WAYS} | set(LONGER)
    assert len(run.stdout.splitlines()) == len(decoders)


def test_nothing_is_written_before_the_end(tmp_path, monkeypatch):
    def interrupted(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(train_ring_decoders, "all_runs", interrupted)
    with pytest.raises(KeyboardInterrupt):
        main(["--folder", str(tmp_path)])
    assert not list(tmp_path.iterdir())
