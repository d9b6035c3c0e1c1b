"""The generator and its noise, the first state, and one step of the game, each by hand."""

import functools

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from lib import gan
from lib.gan import GAN, gan_step, non_saturating_loss
from lib.networks import MLP
from lib.noisy_gan import Generator, Run, init, noisy_step, sample_through_noise, scaled
from lib.train import train

D, HIDDEN, PIXELS, NOISE = 3, 5, 4, 0.5
ADAM = optax.adam(1e-2, b1=0.5)


def images(n=12, seed=0):
    return jnp.asarray(np.random.default_rng(seed).integers(0, 256, (n, PIXELS)), jnp.uint8)


@functools.cache
def generator():
    mean = jnp.array([-1.0, -0.5, 0.5, 1.0])
    fresh = Generator(jax.random.key(0), mean, latents=D, hidden=HIDDEN)
    return jax.tree.map(lambda p: p + 0.1, fresh)  # so that no bias is zero


def first():
    return init(jax.random.key(1), images(), ADAM, latents=D, hidden=HIDDEN)


def through_noise(key, n, noise=NOISE):
    return sample_through_noise(GAN(generator(), None), key, n, noise=noise)


def normal(seed, shape):
    return jax.random.normal(jax.random.key(seed), shape)


def f(model, z):
    """The perceptron by hand."""
    *hidden, last = [[np.asarray(p[...]) for p in (m.kernel, m.bias)] for m in model.layers]
    for kernel, bias in hidden:
        z = np.maximum(z @ kernel + bias, 0)
    return z @ last[0] + last[1]


def close(found, expected):
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


# The generator


@pytest.mark.parametrize("batch", [(), (7,), (2, 7)])
def test_generator_by_hand(batch):
    model, z = generator(), normal(0, (*batch, D))
    close(model.images(z), (np.tanh(f(model, np.asarray(z))) + 1) / 2)
    assert [layer.kernel.shape for layer in model.layers] == [(D, 5), (5, 5), (5, PIXELS)]


def test_samples_are_the_images_of_standard_normal_codes():
    model, key = generator(), jax.random.key(2)
    close(model.sample(key, 9), model.images(jax.random.normal(key, (9, D))))


def test_the_game_s_samples_are_images_with_noise_of_the_given_deviation():
    # Without noise they lie in [−1, 1]; the two differ by σε. 40 000 numbers: the mean of ε² has
    # standard error √(2/n); 5 of them.
    key, n = jax.random.key(3), 10_000
    z, _ = jnp.split(jax.random.normal(key, (n, D + PIXELS)), [D], axis=1)
    clear, noisy = (through_noise(key, n, noise) for noise in (0.0, NOISE))
    close(clear, np.tanh(f(generator(), np.asarray(z))))
    assert (abs(clear) <= 1).all()
    epsilon = np.asarray(noisy - clear) / NOISE
    assert abs(epsilon.mean()) <= 5 / np.sqrt(epsilon.size)
    assert abs((epsilon**2).mean() - 1) <= 5 * np.sqrt(2 / epsilon.size)
    # The codes of the two are the same, and the noise is fresh: uncorrelated with the images.
    for i in range(PIXELS):
        assert abs(np.corrcoef(epsilon[:, i], clear[:, i])[0, 1]) <= 5 / np.sqrt(n)


def test_the_weights_are_those_of_a_perceptron():
    shapes = [leaf.shape for leaf in jax.tree.leaves(generator())]
    assert sorted(shapes) == sorted([(5,), (D, 5), (5,), (5, 5), (PIXELS,), (5, PIXELS)])


# The start


def test_generator_starts_at_the_mean_image():
    batch = jnp.asarray([[0, 51, 204, 255], [0, 153, 255, 255]], jnp.uint8)
    run = init(jax.random.key(1), batch, ADAM, latents=D, hidden=HIDDEN)
    bias = run.average.layers[-1].bias[...]
    # Pixels that are always black or white would need an infinite bias.
    close(jnp.tanh(bias), [-0.998, -0.2, 0.8, 0.998])
    close(run.average.images(jnp.zeros(D)), (np.tanh(bias) + 1) / 2)


def test_the_start_is_that_of_a_game_of_two_perceptrons():
    run = first()
    model, moments = run.game
    jax.tree.map(np.testing.assert_array_equal, run.average, model.generator)
    expected = gan.init(model, ADAM, ADAM)
    jax.tree.map(np.testing.assert_array_equal, moments, expected.optimizer_state)
    kernels = [layer.kernel.shape for layer in model.discriminator.layers]
    assert kernels == [(PIXELS, HIDDEN), (HIDDEN, HIDDEN), (HIDDEN, 1)]
    # A leaky ReLU: slope 0.2 where it is negative.
    close(model.discriminator.activation(jnp.array([-2.0, 3.0])), [-0.4, 3.0])
    # The two players' weights come from two keys.
    other = model.generator.layers[1].kernel[...] - model.discriminator.layers[1].kernel[...]
    assert (other != 0).all()


# One step


def test_images_are_scaled_to_plus_minus_one():
    batch = jnp.asarray([[0, 51], [255, 204]], jnp.uint8)
    close(scaled(batch), [[-1, -0.6], [1, 0.6]])
    assert scaled(batch).dtype == jnp.float32


def test_a_step_is_one_of_the_game_on_noisy_images():
    run, key, batch = first(), jax.random.key(4), images()
    found, losses = jax.jit(noisy_step(ADAM, noise=NOISE, decay=0.9))(run, key, batch)
    key_noise, key_game = jax.random.split(key)
    x = scaled(batch) + NOISE * jax.random.normal(key_noise, batch.shape)
    sample = functools.partial(sample_through_noise, noise=NOISE)
    play = gan_step(non_saturating_loss, ADAM, ADAM, sample=sample)
    game, expected = play(run.game, key_game, x)
    jax.tree.map(close, found.game, game)
    jax.tree.map(close, losses, expected)
    assert losses[0].shape == (1,) and losses[1].shape == ()


def test_the_average_moves_towards_the_generator_after_the_step():
    run, decay = first(), 0.9
    step = jax.jit(noisy_step(ADAM, noise=NOISE, decay=decay))
    mean = jax.tree.map(np.asarray, run.average)
    for i in range(3):
        run, _ = step(run, jax.random.key(i), images())
        new = run.game.model.generator
        mean = jax.tree.map(lambda m, p: decay * m + (1 - decay) * np.asarray(p), mean, new)
        jax.tree.map(close, run.average, mean)
    far = jax.tree.map(lambda a, b: float(abs(a - b).max()), run.average, new)
    assert max(jax.tree.leaves(far)) > 1e-3


@pytest.mark.parametrize("decay, same_as", [(0.0, "generator"), (1.0, "start")])
def test_the_average_s_extremes(decay, same_as):
    run = first()
    after, _ = jax.jit(noisy_step(ADAM, noise=NOISE, decay=decay))(run, jax.random.key(0), images())
    expected = run.average if same_as == "start" else after.game.model.generator
    jax.tree.map(np.testing.assert_array_equal, after.average, expected)


def test_learns_the_mean_of_blurred_images_in_one_compiled_scan():
    # All images are one, far from the mean image of the start; σ hides it from no one.
    target = jnp.asarray([[0, 80, 160, 240]], jnp.uint8)
    other = 255 - target
    run = init(jax.random.key(1), other, ADAM, latents=D, hidden=HIDDEN)
    assert isinstance(run, Run)
    step = noisy_step(ADAM, noise=NOISE, decay=0.95)
    run, (losses, _) = train(step, run, jax.random.key(2), target, steps=1500, batch_size=32)
    assert losses.shape == (1500, 1)
    mean = run.average.sample(jax.random.key(3), 500).mean(axis=0)
    start_at, end_at = other[0] / 255, target[0] / 255
    assert (abs(mean - end_at) < 0.15).all()
    assert (abs(start_at - end_at) > 0.2).all()
    assert isinstance(run.game.model.discriminator, MLP)
