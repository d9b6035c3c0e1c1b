"""A tiny comparison, from its command to its files; killed, it goes on."""

from functools import lru_cache

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from lib.mnist_gan import Split, score, split
from lib.mnist_remedies import NAMES, Settings, game, load
from lib.train import train
from programs import compare_mnist_remedies
from programs.compare_mnist_remedies import compare, main

SOME = ("plain", "noise", "WGAN-GP")  # three of the games are compiled, to save time
cached_game = lru_cache(game)
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
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compare_mnist_remedies, "NAMES", SOME)
        patch.setattr(compare_mnist_remedies, "game", cached_game)
        return compare(small(), TINY)


class Counted:
    """In place of a run: draws and scores that say the how manyth it is; killed at one of them."""

    def __init__(self, kill_at=None):
        self.done, self.kill_at = 0, kill_at

    def __call__(self, start, step, data, seed, settings):
        if self.done == self.kill_at:
            self.kill_at = None
            raise KeyboardInterrupt
        self.done += 1
        line = {"std": 0.1, "nats": float(self.done), "standard_error": 1.0}
        return np.full((settings.draws, data.train.shape[1]), self.done / 15), line


def by_hand(name, seed):
    """The draws of a run, from its parts."""
    start, step = cached_game(name, TINY)
    images = jnp.asarray(small().train)
    key_start, key_train, key_draw = jax.random.split(jax.random.key(7 + seed), 3)
    run, _ = train(step, start(key_start, images), key_train, images, steps=3, batch_size=8)
    return run.average.sample(key_draw, 20)


@pytest.mark.parametrize("name", SOME)
@pytest.mark.parametrize("seed", [0, 1])
def test_every_place_has_the_draws_and_the_scores_of_its_run(finished, name, seed):
    draws, record = finished
    place = SOME.index(name)
    line = record["scores"][len(SOME) * seed + place]
    assert (line["name"], line["seed"]) == (name, seed)
    samples = by_hand(name, seed)
    np.testing.assert_allclose(draws[place][seed], np.round(15 * samples[:5]) / 15)
    std, test = score(samples, small())
    assert line["std"] == std.std
    np.testing.assert_allclose(line["nats"], test.mean, rtol=1e-4)
    np.testing.assert_allclose(line["standard_error"], test.standard_error, rtol=1e-4)


def test_the_record_says_what_was_done(finished):
    draws, record = finished
    assert [array.shape for array in draws] == [(2, 5, 784)] * len(SOME)
    assert record["settings"] == TINY._asdict()
    assert record["seconds"] > 0 and record["date"][:2] == "20" and record["versions"]


def test_a_killed_comparison_goes_on_to_the_same_draws(tmp_path, monkeypatch):
    monkeypatch.setattr(compare_mnist_remedies, "play", Counted())
    expected, whole = compare(small(), TINY)
    counted = Counted(kill_at=5)
    monkeypatch.setattr(compare_mnist_remedies, "play", counted)
    with pytest.raises(KeyboardInterrupt):
        compare(small(), TINY, tmp_path)
    draws, record = compare(small(), TINY, tmp_path)
    assert counted.done == 2 * len(NAMES)  # none was played twice
    for array, other in zip(draws, expected, strict=True):
        np.testing.assert_array_equal(array, other)
    assert record["scores"] == whole["scores"]
    with pytest.raises(ValueError, match="other settings"):
        compare(small(), TINY._replace(hidden=5), tmp_path)


def test_the_command_works_from_end_to_end(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(compare_mnist_remedies, "play", Counted())
    monkeypatch.setattr(compare_mnist_remedies, "split", small)
    main(["--hidden", "2", "--draws", "3", "--seeds", "1", "--folder", str(tmp_path)])
    draws, record = load(tmp_path)
    assert record["settings"]["hidden"] == 2 and record["settings"]["rate"] == Settings().rate
    assert [x.shape for x in draws.values()] == [(1, 3, 784)] * len(NAMES)
    np.testing.assert_allclose([x[0, 0, 0] for x in draws.values()], np.arange(1, 7) / 15, 1e-3)
    assert len(capsys.readouterr().out.splitlines()) == len(NAMES)


def test_nothing_is_written_before_the_end(tmp_path, monkeypatch):
    def interrupted(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(compare_mnist_remedies, "compare", interrupted)
    with pytest.raises(KeyboardInterrupt):
        main(["--folder", str(tmp_path)])
    assert not list(tmp_path.iterdir())
