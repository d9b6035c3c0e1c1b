"""The VAE with the game's noise: its likelihood, the first state, and one step, each by hand."""

import functools

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from scipy import stats

from lib import noisy_gan, train, vae
from lib.divergences import kl_standard_normal
from lib.noisy_gan import scaled
from lib.noisy_vae import NoisyVAE, Run, init, noisy_step

D, HIDDEN, PIXELS, NOISE = 3, 5, 4, 0.5
ADAM = optax.adam(1e-2, b1=0.5)


def images(n=12, seed=0):
    return jnp.asarray(np.random.default_rng(seed).integers(0, 256, (n, PIXELS)), jnp.uint8)


@functools.cache
def first():
    run = init(jax.random.key(1), images(), ADAM, latents=D, hidden=HIDDEN, noise=NOISE)
    moved = jax.tree.map(lambda p: p + 0.1, run.state.model.encoder)  # so that no bias is zero
    return run._replace(state=train.init(run.state.model._replace(encoder=moved), ADAM))


@functools.cache
def compiled():
    return jax.jit(noisy_step(ADAM, decay=0.9, warm_up=8))


def stepped(run, key):
    return compiled()(run, key, images())


def close(found, expected):
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


# The model


@pytest.mark.parametrize("batch", [(), (7,), (2, 7)])
def test_the_likelihood_is_normal_around_the_image_in_plus_minus_one(batch):
    model = first().state.model
    z, x = (jax.random.normal(jax.random.key(i), (*batch, n)) for i, n in ((0, D), (1, PIXELS)))
    expected = stats.norm.logpdf(x, np.tanh(model.generator(z)), NOISE).sum(axis=-1)
    close(model.log_likelihood(x, z), expected)


def test_the_code_is_the_two_halves_of_the_encoder():
    model, x = first().state.model, jax.random.normal(jax.random.key(0), (6, PIXELS))
    close(jnp.concatenate(model.encode(x), axis=1), model.encoder(x))
    assert isinstance(model, vae.LatentVariableModel)


# The start


def test_the_generator_starts_as_the_game_s_does():
    sizes = {"latents": D, "hidden": HIDDEN}
    found = init(jax.random.key(1), images(), ADAM, **sizes, noise=NOISE)
    game = noisy_gan.init(jax.random.key(1), images(), ADAM, **sizes)
    for generator in (found.average, found.state.model.generator):
        jax.tree.map(np.testing.assert_array_equal, generator, game.average)
    model, moments = found.state
    jax.tree.map(np.testing.assert_array_equal, moments, ADAM.init(model))
    kernels = [layer.kernel.shape for layer in model.encoder.layers]
    assert kernels == [(PIXELS, HIDDEN), (HIDDEN, HIDDEN), (HIDDEN, 2 * D)]
    assert model.noise == NOISE and found.steps == 0
    other = model.generator.layers[1].kernel[...] - model.encoder.layers[1].kernel[...]
    assert (other != 0).all()  # two keys


# One step


def by_hand(model, key, x, beta):
    """−log p(x̃|z) + β KL at x̃ = x + σε, from the keys of the step."""
    key_noise, key_z = jax.random.split(key)
    noisy = x + NOISE * jax.random.normal(key_noise, x.shape)
    mean, log_var = model.encode(noisy)
    z = mean + jnp.exp(log_var / 2) * jax.random.normal(key_z, mean.shape)
    mean_image = jnp.tanh(model.generator(z))
    log_p = jax.scipy.stats.norm.logpdf(noisy, mean_image, NOISE).sum(axis=-1)
    return jnp.mean(beta * kl_standard_normal(mean, log_var) - log_p)


@pytest.mark.parametrize("steps, beta", [(0, 0), (2, 0.25), (8, 1), (20, 1)])  # of 8 to warm up
def test_a_step_descends_the_loss_by_hand(steps, beta):
    run, key = first()._replace(steps=jnp.asarray(float(steps))), jax.random.key(4)
    found, loss = stepped(run, key)
    value, gradient = jax.value_and_grad(by_hand)(run.state.model, key, scaled(images()), beta)
    close(loss, value)
    assert loss.shape == () and found.steps == steps + 1
    gradient = gradient._replace(noise=jnp.zeros(()))  # given, not learned
    update, _ = ADAM.update(gradient, run.state.optimizer_state)
    jax.tree.map(close, found.state.model, optax.apply_updates(run.state.model, update))
    assert found.state.model.noise == NOISE


def test_the_average_moves_towards_the_generator_after_the_step():
    run, mean = first(), jax.tree.map(np.asarray, first().average)
    for i in range(3):
        run, _ = stepped(run, jax.random.key(i))
        new = run.state.model.generator
        mean = jax.tree.map(lambda m, p: 0.9 * m + 0.1 * np.asarray(p), mean, new)
        jax.tree.map(close, run.average, mean)


def test_learns_two_images_and_which_is_which():
    # Under noise as strong as half of their distance, so that a code must be read off all pixels.
    two = jnp.asarray([[0, 80, 160, 240] * 4, [240, 160, 80, 0] * 4], jnp.uint8)
    run = init(jax.random.key(1), two, ADAM, latents=1, hidden=16, noise=0.6)
    assert isinstance(run, Run) and isinstance(run.state.model, NoisyVAE)
    step = noisy_step(ADAM, decay=0.95, warm_up=300)
    run, losses = train.train(step, run, jax.random.key(2), two, steps=1500, batch_size=32)
    assert losses.shape == (1500,)
    draws = run.average.sample(jax.random.key(3), 500)
    far = jnp.abs(draws[:, None] - two[None] / 255).mean(axis=-1)
    assert jnp.mean(far.min(axis=1) < 0.1) > 0.7
    assert 0.3 < jnp.mean(far[:, 0] < far[:, 1]) < 0.7
