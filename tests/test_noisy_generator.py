"""Draws by hand; the density by a closed form, and by brute force."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

from lib.networks import MLP
from lib.noisy_generator import NoisyGenerator


def generator(sizes=(1, 16, 2), noise=0.3):
    network = MLP(jax.random.key(0), sizes)
    network = jax.tree.map(lambda leaf: leaf + 0.1, network)  # so that no bias is zero
    return NoisyGenerator(network, jnp.array(noise))


@pytest.mark.parametrize("noise", [0.0, 0.3])
def test_a_draw_is_a_point_of_the_network_and_noise(noise):
    model, key = generator((2, 16, 3), noise), jax.random.key(1)
    key_z, key_x = jax.random.split(key)
    expected = model.network(jax.random.normal(key_z, (7, 2)))
    expected += noise * jax.random.normal(key_x, (7, 3))
    np.testing.assert_allclose(model.sample(key, 7), expected, rtol=1e-5, atol=1e-6)


def test_the_noise_is_given_and_not_learned():
    slopes = jax.grad(lambda model: jnp.sum(model.sample(jax.random.key(1), 7)))(generator())
    assert slopes.noise == 0
    assert all(jnp.any(slope != 0) for slope in jax.tree.leaves(slopes.network))


@pytest.mark.parametrize("dimension", [2, 5])
def test_a_line_with_noise_is_a_gaussian(dimension):
    model = generator((1, dimension), 0.2)
    (layer,) = model.network.layers
    weight, bias = np.asarray(layer.kernel[...], float), np.asarray(layer.bias[...], float)
    exact = stats.multivariate_normal(bias, weight.T @ weight + 0.04 * np.eye(dimension))
    x = model.sample(jax.random.key(2), 200)
    np.testing.assert_allclose(model.log_prob(x), exact.logpdf(x), rtol=1e-4, atol=1e-3)


def test_the_density_of_a_curve_by_brute_force():
    model = generator()
    z = np.linspace(-9, 9, 40_001)
    curve = np.asarray(model.network(jnp.asarray(z[:, None], jnp.float32)), float)
    x = np.asarray(model.sample(jax.random.key(3), 50))
    squares = np.sum((x[:, None] - curve[None]) ** 2, axis=-1)
    p = np.exp(-squares / (2 * 0.3**2)) / (2 * np.pi * 0.3**2) * stats.norm.pdf(z)
    exact = np.log(p.sum(axis=1) * (z[1] - z[0]))
    np.testing.assert_allclose(model.log_prob(x), exact, rtol=1e-4, atol=1e-3)
