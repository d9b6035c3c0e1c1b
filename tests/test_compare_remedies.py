"""A tiny comparison, from its command to its files; killed, it goes on."""

import jax
import numpy as np
import pytest

from lib.remedies import Settings, load, play, tasks
from programs import compare_remedies
from programs.compare_remedies import compare, main

TINY = Settings(
    ring_rounds=2,
    grid_rounds=2,
    longer_rounds=3,
    hidden=3,
    batch_size=4,
    points=20,
    draws=5,
    seeds=2,
    longer_seeds=1,
    first_seed=7,
)


@pytest.fixture(scope="module")
def finished():
    return compare(TINY)


def test_every_place_has_the_draws_of_its_run(finished):
    draws, record = finished
    assert [array.shape for array in draws] == [(2, 5, 2)] * 10 + [(1, 5, 2)] * 2
    ring, grid, longer = tasks(TINY).values()
    places = [(0, ring, "plain"), (4, ring, "WGAN-GP"), (6, grid, "R1"), (11, longer, "R1")]
    for place, task, name in places:
        last = task.seeds - 1
        key_data, key_play = jax.random.split(jax.random.key(7 + last))
        x = task.modes.sample(key_data, 20)
        expected = play(key_play, x, name=name, rounds=task.rounds, settings=TINY)
        np.testing.assert_allclose(draws[place][last], expected, rtol=1e-5, atol=1e-6)
    assert all((array[0] != array[1]).all() for array in draws[:10])
    assert record["settings"] == TINY._asdict()
    assert record["seconds"] > 0 and record["date"][:2] == "20" and record["versions"]


def test_a_killed_comparison_goes_on_to_the_same_draws(finished, tmp_path, monkeypatch):
    left, real = [7], play

    def killed(*args, **options):
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return real(*args, **options)

    monkeypatch.setattr(compare_remedies, "play", killed)
    with pytest.raises(KeyboardInterrupt):
        compare(TINY, tmp_path)
    left[0] = 15  # the rest, and no more
    draws, _ = compare(TINY, tmp_path)
    assert left[0] == 0
    for array, expected in zip(draws, finished[0], strict=True):
        np.testing.assert_array_equal(array, expected)
    with pytest.raises(ValueError, match="other settings"):
        compare(TINY._replace(hidden=4), tmp_path)


def test_the_command_leaves_what_its_options_ask_for(finished, tmp_path):
    options = [f"--{name.replace('_', '-')}={value}" for name, value in TINY._asdict().items()]
    main([*options, "--folder", str(tmp_path)])
    draws, record = load(tmp_path)
    assert record["settings"] == TINY._asdict()
    np.testing.assert_array_equal(draws["grid"]["R1"], finished[0][6].astype(np.float16))


def test_nothing_is_written_before_the_end(tmp_path, monkeypatch):
    def interrupted(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(compare_remedies, "compare", interrupted)
    with pytest.raises(KeyboardInterrupt):
        main(["--folder", str(tmp_path)])
    assert not list(tmp_path.iterdir())
