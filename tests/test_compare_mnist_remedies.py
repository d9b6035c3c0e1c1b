"""A tiny comparison, from its command to its files; killed, it goes on."""

import subprocess
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from lib.mnist_gan import Split, score, split
from lib.mnist_remedies import NAMES, Settings, game, load
from lib.train import train
from programs import compare_mnist_remedies
from programs.compare_mnist_remedies import compare, main

ROOT = Path(__file__).parents[1]
TINY = Settings(
    latents=2,
    hidden=4,
    decay=0.6,
    rate=0.02,
    batch_size=8,
    rounds=3,
    scored=20,
    draws=5,
    seeds=2,
    first_seed=7,
)


def small():
    """A few images of each kind."""
    return Split(*(part[:n] for part, n in zip(split(), (20, 10, 30), strict=True)))


@pytest.fixture(scope="module")
def finished():
    return compare(small(), TINY)


def by_hand(name, seed):
    """The draws of a run, from its parts."""
    start, step = game(name, TINY)
    images = jnp.asarray(small().train)
    key_start, key_train, key_draw = jax.random.split(jax.random.key(7 + seed), 3)
    run, _ = train(step, start(key_start, images), key_train, images, steps=3, batch_size=8)
    return run.average.sample(key_draw, 20)


@pytest.mark.parametrize("name", ["plain", "noise", "WGAN-GP"])
@pytest.mark.parametrize("seed", [0, 1])
def test_every_place_has_the_draws_and_the_scores_of_its_run(finished, name, seed):
    draws, record = finished
    place = NAMES.index(name)
    line = record["scores"][len(NAMES) * seed + place]
    assert (line["name"], line["seed"]) == (name, seed)
    samples = by_hand(name, seed)
    np.testing.assert_allclose(draws[place][seed], np.round(15 * samples[:5]) / 15)
    std, test = score(samples, small())
    assert line["std"] == std.std
    np.testing.assert_allclose(line["nats"], test.mean, rtol=1e-4)
    np.testing.assert_allclose(line["standard_error"], test.standard_error, rtol=1e-4)


def test_the_record_says_what_was_done(finished):
    draws, record = finished
    assert [array.shape for array in draws] == [(2, 5, 784)] * len(NAMES)
    assert record["settings"] == TINY._asdict()
    assert record["seconds"] > 0 and record["date"][:2] == "20" and record["versions"]


def test_a_killed_comparison_goes_on_to_the_same_draws(finished, tmp_path, monkeypatch):
    left, real = [5], compare_mnist_remedies.play

    def killed(*args):
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return real(*args)

    monkeypatch.setattr(compare_mnist_remedies, "play", killed)
    with pytest.raises(KeyboardInterrupt):
        compare(small(), TINY, tmp_path)
    left[0] = 2 * len(NAMES) - 5  # the rest, and no more
    draws, record = compare(small(), TINY, tmp_path)
    assert left[0] == 0
    for array, expected in zip(draws, finished[0], strict=True):
        np.testing.assert_array_equal(array, expected)
    assert record["scores"] == finished[1]["scores"]
    with pytest.raises(ValueError, match="other settings"):
        compare(small(), TINY._replace(hidden=5), tmp_path)


def test_the_command_works_from_end_to_end(tmp_path):
    options = ["--latents", "2", "--hidden", "2", "--batch-size", "9", "--rounds", "1"]
    options += ["--scored", "9", "--draws", "3", "--seeds", "1", "--folder", str(tmp_path)]
    command = [sys.executable, "-m", "programs.compare_mnist_remedies", *options]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    draws, record = load(tmp_path)
    assert record["settings"]["hidden"] == 2 and record["settings"]["rate"] == Settings().rate
    assert draws["R1"].shape == (1, 3, 784)
    assert len(run.stdout.splitlines()) == len(NAMES)


def test_nothing_is_written_before_the_end(tmp_path, monkeypatch):
    def interrupted(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(compare_mnist_remedies, "compare", interrupted)
    with pytest.raises(KeyboardInterrupt):
        main(["--folder", str(tmp_path)])
    assert not list(tmp_path.iterdir())
