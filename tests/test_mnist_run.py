"""A tiny long run, from its command to its files."""

import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import jax
import numpy as np
import pytest

from lib.mnist_gan import Settings, Split, load, samples, score, split
from programs import checkpoint, train_mnist_gan
from programs.record import save
from programs.train_mnist_gan import long_run, main

ROOT = Path(__file__).parents[1]
# None as in the defaults. At this learning rate the generators become worse after the second chunk.
TINY = Settings(
    seed=3,
    latents=2,
    hidden=4,
    noise=0.5,
    learning_rate=0.3,
    b1=0.6,
    batch_size=8,
    decay=0.6,
    epochs=2,
    chunks=3,
    draws=20,
    sample_seed=5,
)


def small(train=48, validation=10, test=30):
    """A few images of each kind."""
    return Split(*(part[:n] for part, n in zip(split(), (train, validation, test), strict=True)))


@pytest.fixture(scope="module")
def finished():
    return long_run(small(), TINY)


# The run


def test_record_says_what_was_done_and_found(finished):
    generator, record = finished
    assert record["settings"] == TINY._asdict()
    assert [line["step"] for line in record["validation"]] == [4, 8, 12]  # 2 · 48 / (8 · 3)
    assert all(line["value"] < 0 for line in record["validation"])
    assert set(record["versions"]) >= {"python", "jax", "numpy"}
    assert record["device"] == jax.devices()[0].device_kind
    assert record["machine"] == platform.machine()
    assert record["seconds"] > 0 and record["processor_seconds"] > 0 and record["date"][:2] == "20"
    again = score(samples(generator, TINY), small())
    assert record["std"] == again.bandwidth.std
    np.testing.assert_allclose(record["stds"], again.bandwidth.stds)
    np.testing.assert_allclose(record["curve"]["mean"], again.bandwidth.curve.mean, rtol=1e-5)
    np.testing.assert_allclose(
        record["curve"]["standard_error"], again.bandwidth.curve.standard_error, rtol=1e-5
    )
    assert record["test"] == pytest.approx(
        {"mean": again.test.mean.item(), "standard_error": again.test.standard_error.item()},
        rel=1e-5,
    )


# The files


def test_what_is_saved_is_loaded_and_in_half_precision(finished, tmp_path):
    generator, record = finished
    save(tmp_path, "gan", jax.tree.leaves(generator), record)
    found, read = load(tmp_path)
    jax.tree.map(np.testing.assert_array_equal, found, generator)
    assert (found.in_features, found.out_features) == (2, 784)
    assert {name: value for name, value in read.items() if name != "sha256"} == record
    with np.load(tmp_path / "gan.npz", allow_pickle=False) as arrays:
        assert {arrays[name].dtype for name in arrays.files} == {np.dtype("float16")}
    np.testing.assert_array_equal(samples(found, TINY), samples(generator, TINY))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["gan.json", "gan.npz"]


# A run that is killed

PROGRAM = """
import sys
from pathlib import Path
import jax
from test_mnist_run import TINY, small
from programs.record import save
from programs.train_mnist_gan import long_run
folder = Path(sys.argv[1])
generator, record = long_run(small(), TINY._replace(chunks=6), folder / "checkpoints")
save(folder, "gan", jax.tree.leaves(generator), record)
"""


def start(folder):
    """A long run in a process of its own, its output line by line."""
    command = [sys.executable, "-c", PROGRAM, str(folder)]
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True)


def test_a_killed_run_ends_with_the_weights_of_one_that_was_not(tmp_path):
    rng = np.random.default_rng(0)
    lines = []
    for chunks in (1, 3):  # killed some time after so many lines
        with start(tmp_path) as run:
            lines.append([run.stdout.readline() for _ in range(chunks)])
            time.sleep(rng.uniform(0, 0.05))
            run.kill()
    last = checkpoint.files(tmp_path / "checkpoints")[-1]
    last.write_bytes(last.read_bytes()[:-100])  # as if the disk had been full
    with start(tmp_path) as run:
        output, errors = run.communicate()
    assert run.returncode == 0, errors
    assert f"{last} is truncated or corrupt" in errors
    steps = [line.split(":")[0] for line in output.splitlines()]
    assert steps[-1] == "step 12" and len(steps) < 6  # it did go on, and did not begin anew
    (tmp_path / "whole").mkdir()
    start(tmp_path / "whole").communicate()
    (_, found), (_, expected) = load(tmp_path), load(tmp_path / "whole")
    assert found["sha256"] == expected["sha256"]
    assert found["validation"] == expected["validation"] and len(found["validation"]) == 6


def test_checkpoints_of_another_run_are_refused(tmp_path):
    once = TINY._replace(chunks=1, epochs=1)
    long_run(small(), once, tmp_path)
    with pytest.raises(ValueError, match="other settings"):
        long_run(small(), once._replace(noise=0.1), tmp_path)


def test_nothing_is_written_before_the_end(tmp_path, monkeypatch):
    def interrupted(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(train_mnist_gan, "long_run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        main(["--folder", str(tmp_path)])
    assert not list(tmp_path.iterdir())
    settings = Settings()._asdict()
    assert json.loads(json.dumps(settings)) == settings  # as it will be in the record
