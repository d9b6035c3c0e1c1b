"""The split, the protocol, the packaged run, and broken files."""

import hashlib
import json
import shutil

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from lib import mnist_gan
from lib.data import mnist
from lib.mnist_gan import FOLDER, Settings, Split, intensities, load, score, split
from lib.monte_carlo import estimate
from lib.noisy_gan import Generator
from lib.parzen import parzen_log_likelihood
from programs.train_mnist_vae import SETTINGS, WARM_UP


def small(train=48, validation=10, test=30):
    """A few images of each kind."""
    return Split(*(part[:n] for part, n in zip(split(), (train, validation, test), strict=True)))


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


# The packaged run


def test_samples_are_those_of_the_record():
    generator = Generator(jax.random.key(0), jnp.zeros(784), latents=2, hidden=4)
    settings = Settings(draws=20, sample_seed=5)
    found = mnist_gan.samples(generator, settings)
    np.testing.assert_array_equal(found, generator.sample(jax.random.key(5), 20))
    assert (mnist_gan.samples(generator, settings._replace(sample_seed=7)) != found).any()


@pytest.mark.parametrize("name, settings", [("gan", Settings()), ("vae", SETTINGS)])
def test_committed_record_is_of_the_settings_and_its_numbers_are_those_of_its_weights(
    name, settings
):
    generator, record = load(name=name)
    assert record["settings"] == settings._asdict()
    nats = [line["nats"] for line in record["validation"]]
    steps = settings.epochs * 50_000 // (settings.batch_size * settings.chunks)
    assert [line["step"] for line in record["validation"]] == [
        steps * (chunk + 1) for chunk in range(settings.chunks)
    ]
    assert max(nats) - max(nats[:-4]) < 5  # the last chunks gain little, or are past the best
    again = score(mnist_gan.samples(generator, settings), split())
    assert again.bandwidth.std == np.float32(record["std"])
    # Float32 and another machine's sums: images to 1e-5, log-densities of hundreds to 1e-4.
    assert record["test"] == pytest.approx(
        {"mean": again.test.mean.item(), "standard_error": again.test.standard_error.item()},
        rel=1e-3,
    )
    curve = again.bandwidth.curve
    np.testing.assert_allclose(record["curve"]["mean"], curve.mean, rtol=1e-3)
    np.testing.assert_allclose(record["curve"]["standard_error"], curve.standard_error, rtol=1e-3)
    assert (FOLDER / f"{name}.npz").stat().st_size < 3e6


def test_the_two_networks_differ_in_the_way_of_training_alone():
    assert Settings()._replace(decay=0.0) == SETTINGS
    assert load(name="vae")[1]["warm_up"] == WARM_UP


def test_the_posterior_of_the_vae_did_not_collapse():
    # A collapsed decoder ignores its codes: its images would all be one.
    images, real = load(name="vae")[0].sample(jax.random.key(0), 500), split().test[:500]
    assert images.var(axis=0).sum() > 0.3 * intensities(real).var(axis=0).sum()
    # It would score no better than this ELBO: that of the mean image under the noise.
    rows = split().train[:5000] / 127.5 - 1
    collapsed = -784 * (0.5 * np.log(2 * np.pi * 0.8**2) + 0.5)
    collapsed -= rows.var(axis=0).sum() / (2 * 0.8**2)
    assert load(name="vae")[1]["validation"][-1]["value"] > collapsed + 50


# Broken files


@pytest.fixture
def copies(tmp_path):
    for name in ("gan.npz", "gan.json"):
        shutil.copy(FOLDER / name, tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["gan.npz", "gan.json"])
def test_a_missing_file_is_named_with_the_remedy(copies, name):
    (copies / name).unlink()
    with pytest.raises(FileNotFoundError) as error:
        load(copies)
    for part in (str(copies / name), "git checkout", "programs.train_mnist_gan"):
        assert part in str(error.value)


def test_weights_of_another_run_are_refused(copies):
    record = json.loads((copies / "gan.json").read_text())
    assert record["sha256"] == hashlib.sha256((copies / "gan.npz").read_bytes()).hexdigest()
    record["sha256"] = hashlib.sha256(b"another run").hexdigest()
    (copies / "gan.json").write_text(json.dumps(record))
    with pytest.raises(ValueError, match="not those of the record") as error:
        load(copies)
    assert "programs.train_mnist_gan" in str(error.value)
