"""The GAN's long run: its steps, one by one, and its command from end to end."""

import subprocess
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from test_mnist_run import TINY, small

from lib.mnist_gan import STDS, Settings, intensities, load
from lib.noisy_gan import init, noisy_step
from lib.parzen import choose_std
from lib.train import train
from programs.train_mnist_gan import long_run

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def finished():
    return long_run(small(), TINY)


def test_run_is_chunks_of_steps_of_which_the_best_average_is_kept(finished):
    assert not set(TINY._asdict().items()) & set(Settings()._asdict().items())
    images = jnp.asarray(small().train)
    adam = optax.adam(TINY.learning_rate, b1=TINY.b1)
    step = noisy_step(adam, noise=TINY.noise, decay=TINY.decay)
    key_start, key_train, key_progress = jax.random.split(jax.random.key(TINY.seed), 3)
    sizes = {"latents": TINY.latents, "hidden": TINY.hidden}
    run = init(key_start, images, adam, **sizes)
    averages = []
    for key, line in zip(jax.random.split(key_train, 3), finished[1]["validation"], strict=True):
        run, (losses, _) = train(step, run, key, images, steps=4, batch_size=TINY.batch_size)
        averages.append(run.average)
        assert line["value"] == pytest.approx(-losses.mean().item(), rel=1e-5)
        draws = run.average.sample(key_progress, TINY.draws)
        found = choose_std(draws, intensities(small().validation), stds=STDS).curve.mean
        assert line["nats"] == pytest.approx(found.max().item(), rel=1e-5)
    nats = [line["nats"] for line in finished[1]["validation"]]
    assert np.argmax(nats) == 1  # neither the first nor the last
    rounded = jax.tree.map(lambda p: np.asarray(p, np.float16), averages[1])
    jax.tree.map(np.testing.assert_array_equal, finished[0], rounded)


def test_the_command_works_from_end_to_end(tmp_path):
    options = ["--latents", "2", "--hidden", "3", "--batch-size", "2500", "--epochs", "1"]
    options += ["--chunks", "2", "--draws", "20", "--folder", str(tmp_path)]
    command = [sys.executable, "-m", "programs.train_mnist_gan", *options]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    generator, record = load(tmp_path)
    assert record["settings"]["hidden"] == 3 and record["settings"]["decay"] == Settings().decay
    *progress, last = run.stdout.splitlines()
    assert [line.split(":")[0] for line in progress] == ["step 10", "step 20"]
    expected = "{mean:.1f} ± {standard_error:.1f} nats on test images".format(**record["test"])
    assert last == expected
    assert generator.layers[0].kernel.shape == (2, 3)
