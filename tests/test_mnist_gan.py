"""The split, the protocol, a tiny long run from its command to its files, and broken files."""

import json
import platform
import subprocess
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from lib import mnist_gan
from lib.data import mnist
from lib.mnist_gan import (
    FOLDER,
    SETTINGS,
    STDS,
    Split,
    intensities,
    load,
    long_run,
    main,
    save,
    score,
    split,
)
from lib.monte_carlo import estimate
from lib.noisy_gan import Generator, noisy_step, start
from lib.parzen import choose_std, parzen_log_likelihood
from lib.train import train

ROOT = Path(__file__).parents[1]
# None as in SETTINGS. At this learning rate the generators become worse after the second chunk.
TINY = {"seed": 3, "latents": 2, "hidden": 4, "noise": 0.5, "learning_rate": 0.3, "b1": 0.6}
TINY |= {"batch_size": 8, "decay": 0.6, "epochs": 2, "chunks": 3, "draws": 20, "sample_seed": 5}


def small(train=48, validation=10, test=30):
    """A few images of each kind."""
    return Split(*(part[:n] for part, n in zip(split(), (train, validation, test), strict=True)))


@pytest.fixture(scope="module")
def finished():
    return long_run(small(), TINY)


# The protocol


def test_split_is_the_released_one_and_its_parts_share_no_image():
    digits, parts = mnist(), split()
    assert [part.shape for part in parts] == [(50_000, 784), (1000, 784), (10_000, 784)]
    assert all(part.dtype == np.uint8 for part in parts)
    np.testing.assert_array_equal(parts.train[-1], digits.train_images[49_999].ravel())
    np.testing.assert_array_equal(parts.validation[0], digits.train_images[50_000].ravel())
    np.testing.assert_array_equal(parts.validation[-1], digits.train_images[50_999].ravel())
    np.testing.assert_array_equal(parts.test[0], digits.test_images[0].ravel())


def test_intensities_are_in_the_unit_interval():
    found = intensities(np.array([[0, 51, 255]], np.uint8))
    np.testing.assert_allclose(found, [[0, 0.2, 1]], rtol=1e-6)


def test_score_chooses_std_on_validation_images_and_judges_the_test_images():
    data = small()
    samples = intensities(split().train[100:150])
    found = score(samples, data)
    np.testing.assert_allclose(found.bandwidth.stds, 10 ** np.linspace(-1, 0, 10), rtol=1e-6)
    means = [
        parzen_log_likelihood(samples, intensities(data.validation), std=std).mean().item()
        for std in found.bandwidth.stds
    ]
    best = int(np.argmax(means))
    assert found.bandwidth.std == found.bandwidth.stds[best]
    expected = estimate(
        parzen_log_likelihood(samples, intensities(data.test), std=found.bandwidth.std)
    )
    np.testing.assert_allclose(found.test, expected, rtol=1e-5)
    # Other validation images lead to another σ: the test images have no say in it.
    same = data._replace(validation=split().train[100:110])
    assert score(samples, same).bandwidth.std == np.float32(0.1) < found.bandwidth.std


# The run


def test_record_says_what_was_done_and_found(finished):
    generator, record = finished
    assert record["settings"] == TINY
    assert [line["step"] for line in record["validation"]] == [4, 8, 12]  # 2 · 48 / (8 · 3)
    assert all(line["value"] < 0 for line in record["validation"])
    assert set(record["versions"]) >= {"python", "jax", "numpy"}
    assert record["device"] == jax.devices()[0].device_kind
    assert record["machine"] == platform.machine()
    assert record["seconds"] > 0 and record["processor_seconds"] > 0 and record["date"][:2] == "20"
    again = score(mnist_gan.sample(generator, TINY), small())
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


def test_run_is_chunks_of_steps_of_which_the_best_average_is_kept(finished):
    assert TINY.keys() == SETTINGS.keys()
    assert not set(TINY.items()) & set(SETTINGS.items())
    images = jnp.asarray(small().train)
    adam = optax.adam(TINY["learning_rate"], b1=TINY["b1"])
    step = noisy_step(adam, decay=TINY["decay"])
    key_start, key_train, key_progress = jax.random.split(jax.random.key(TINY["seed"]), 3)
    sizes = {"latents": TINY["latents"], "hidden": TINY["hidden"], "noise": TINY["noise"]}
    run = start(key_start, images, adam, **sizes)
    averages = []
    for key, line in zip(jax.random.split(key_train, 3), finished[1]["validation"], strict=True):
        run, (losses, _) = train(step, run, key, images, steps=4, batch_size=TINY["batch_size"])
        averages.append(run.average)
        assert line["value"] == pytest.approx(-losses.mean().item(), rel=1e-5)
        samples = run.average.sample(key_progress, TINY["draws"])
        found = choose_std(samples, intensities(small().validation), stds=STDS).curve.mean
        assert line["nats"] == pytest.approx(found.max().item(), rel=1e-5)
    nats = [line["nats"] for line in finished[1]["validation"]]
    assert np.argmax(nats) == 1  # neither the first nor the last
    rounded = jax.tree.map(lambda p: np.asarray(p, np.float16), averages[1])
    jax.tree.map(np.testing.assert_array_equal, finished[0], rounded)


def test_sample_is_the_record_s():
    generator = Generator(jax.random.key(0), jnp.zeros(784), latents=2, hidden=4, noise=1.0)
    found = mnist_gan.sample(generator, TINY)
    np.testing.assert_array_equal(found, generator.sample(jax.random.key(TINY["sample_seed"]), 20))
    other = mnist_gan.sample(generator, TINY | {"sample_seed": 7})
    assert (other != found).any()


# The files


def test_what_is_saved_is_loaded_and_in_half_precision(finished, tmp_path):
    generator, record = finished
    save(generator, record, tmp_path)
    found, read = load(tmp_path)
    jax.tree.map(np.testing.assert_array_equal, found, generator)
    assert found.noise == TINY["noise"] and found.in_features == 2 + 784
    assert {name: value for name, value in read.items() if name != "sha256"} == record
    with np.load(tmp_path / "gan.npz", allow_pickle=False) as arrays:
        assert {arrays[name].dtype for name in arrays.files} == {np.dtype("float16")}
    np.testing.assert_array_equal(mnist_gan.sample(found, TINY), mnist_gan.sample(generator, TINY))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["gan.json", "gan.npz"]


def test_committed_record_is_of_the_settings_and_its_numbers_are_those_of_its_weights():
    generator, record = load()
    assert record["settings"] == SETTINGS
    nats = [line["nats"] for line in record["validation"]]
    steps = SETTINGS["epochs"] * 50_000 // (SETTINGS["batch_size"] * SETTINGS["chunks"])
    assert [line["step"] for line in record["validation"]] == [
        steps * (chunk + 1) for chunk in range(SETTINGS["chunks"])
    ]
    assert nats.index(max(nats)) < len(nats) - 3  # the end of the run is past the best
    again = score(mnist_gan.sample(generator, SETTINGS), split())
    assert again.bandwidth.std == np.float32(record["std"])
    # Float32 and another machine's sums: images to 1e-5, log-densities of hundreds to 1e-4.
    assert record["test"] == pytest.approx(
        {"mean": again.test.mean.item(), "standard_error": again.test.standard_error.item()},
        rel=1e-3,
    )
    curve = again.bandwidth.curve
    np.testing.assert_allclose(record["curve"]["mean"], curve.mean, rtol=1e-3)
    np.testing.assert_allclose(record["curve"]["standard_error"], curve.standard_error, rtol=1e-3)
    assert (FOLDER / "gan.npz").stat().st_size < 3e6


def test_saving_replaces_whole_files(finished, tmp_path, monkeypatch):
    generator, record = finished
    save(generator, record, tmp_path)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    def interrupted(source, target):
        raise KeyboardInterrupt

    monkeypatch.setattr(mnist_gan.os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save(jax.tree.map(lambda p: p + 1, generator), record, tmp_path)
    assert all((tmp_path / name).read_bytes() == old for name, old in before.items())
    load(tmp_path)


@pytest.mark.parametrize("name", ["gan.npz", "gan.json"])
def test_a_missing_file_is_named_with_the_remedy(finished, tmp_path, name):
    save(*finished, tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(FileNotFoundError) as error:
        load(tmp_path)
    for part in (str(tmp_path / name), "git checkout lib/mnist", "python -m lib.mnist_gan"):
        assert part in str(error.value)


def test_weights_of_another_run_are_refused(finished, tmp_path):
    generator, record = finished
    save(jax.tree.map(lambda p: p + 1, generator), record, tmp_path)
    other = (tmp_path / "gan.npz").read_bytes()
    save(generator, record, tmp_path)
    (tmp_path / "gan.npz").write_bytes(other)
    with pytest.raises(ValueError, match="not those of the record") as error:
        load(tmp_path)
    assert "git checkout lib/mnist" in str(error.value)


def test_the_command_works_from_end_to_end(tmp_path):
    options = ["--latents", "2", "--hidden", "3", "--batch-size", "2500", "--epochs", "1"]
    options += ["--chunks", "2", "--draws", "20", "--folder", str(tmp_path)]
    command = [sys.executable, "-m", "lib.mnist_gan", *options]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    generator, record = load(tmp_path)
    assert record["settings"]["hidden"] == 3 and record["settings"]["decay"] == SETTINGS["decay"]
    *progress, last = run.stdout.splitlines()
    assert [line.split(":")[0] for line in progress] == ["step 10", "step 20"]
    expected = "{mean:.1f} ± {standard_error:.1f} nats on test images".format(**record["test"])
    assert last == expected
    assert generator.layers[0].kernel.shape == (2, 3)


def test_nothing_is_written_before_the_end(tmp_path, monkeypatch):
    def interrupted(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(mnist_gan, "long_run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        main(["--folder", str(tmp_path)])
    assert not list(tmp_path.iterdir())
    assert json.loads(json.dumps(SETTINGS)) == SETTINGS  # as it will be in the record
