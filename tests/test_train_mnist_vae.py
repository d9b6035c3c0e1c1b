"""The VAE's long run: its steps, one by one, and its command from end to end."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from test_mnist_run import TINY, small

from lib.mnist_gan import STDS, Settings, intensities, load
from lib.noisy_vae import init, noisy_step
from lib.parzen import choose_std
from lib.train import train
from programs import train_mnist_vae
from programs.train_mnist_vae import long_run, main


def test_run_is_chunks_of_steps_up_the_elbo(monkeypatch):
    monkeypatch.setattr(train_mnist_vae, "WARM_UP", 6)  # of 12 steps
    assert not set(TINY._asdict().items()) & set(Settings()._asdict().items())
    generator, record = long_run(small(), TINY)
    images = jnp.asarray(small().train)
    adam = optax.adam(TINY.learning_rate, b1=TINY.b1)
    step = noisy_step(adam, decay=TINY.decay, warm_up=6)
    key_start, key_train, key_progress = jax.random.split(jax.random.key(TINY.seed), 3)
    given = {"latents": TINY.latents, "hidden": TINY.hidden, "noise": TINY.noise}
    run = init(key_start, images, adam, **given)
    averages, nats = [], []
    for key, line in zip(jax.random.split(key_train, 3), record["validation"], strict=True):
        run, losses = train(step, run, key, images, steps=4, batch_size=TINY.batch_size)
        averages.append(run.average)
        assert line["value"] == pytest.approx(-losses.mean().item(), rel=1e-5)
        draws = run.average.sample(key_progress, TINY.draws)
        found = choose_std(draws, intensities(small().validation), stds=STDS).curve.mean
        assert line["nats"] == pytest.approx(found.max().item(), rel=1e-5)
        nats.append(line["nats"])
    rounded = jax.tree.map(lambda p: np.asarray(p, np.float16), averages[np.argmax(nats)])
    jax.tree.map(np.testing.assert_array_equal, generator, rounded)
    assert record["settings"] == TINY._asdict() and record["warm_up"] == 6


def test_the_command_leaves_the_vae_s_files(tmp_path, capsys):
    options = ["--latents", "2", "--hidden", "3", "--batch-size", "2500", "--epochs", "1"]
    main([*options, "--chunks", "2", "--draws", "20", "--folder", str(tmp_path)])
    assert sorted(file.name for file in tmp_path.iterdir()) == ["vae.json", "vae.npz"]
    generator, record = load(tmp_path, name="vae")
    assert record["settings"]["hidden"] == 3 and record["settings"]["decay"] == 0
    assert record["warm_up"] == train_mnist_vae.WARM_UP
    assert generator.layers[0].kernel.shape == (2, 3)
    assert "nats on test images" in capsys.readouterr().out
    (tmp_path / "vae.npz").unlink()
    with pytest.raises(FileNotFoundError, match=r"programs\.train_mnist_vae"):
        load(tmp_path, name="vae")
