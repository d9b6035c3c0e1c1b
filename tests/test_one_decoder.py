"""Draws by hand; the density by a closed form and by brute force; both directions of the KL."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

from lib.distributions import Gaussian
from lib.divergences import kl_gaussian
from lib.networks import MLP
from lib.one_decoder import Decoder, codes, forward_kl, reverse_kl


def decoder(sizes=(2, 16, 2), std=0.3):
    network = MLP(jax.random.key(0), sizes)
    network = jax.tree.map(lambda leaf: leaf + 0.1, network)  # so that no bias is zero
    return Decoder(network, jnp.log(std))


def as_gaussian(model):
    """A linear decoder's exact distribution."""
    (layer,) = model.network.layers
    weight, bias = layer.kernel[...], layer.bias[...]
    noise = jnp.exp(2 * model.log_std) * jnp.eye(len(bias))
    return Gaussian(bias, weight.T @ weight + noise)


def test_a_draw_is_a_point_of_the_network_and_noise():
    model, key = decoder((2, 16, 3)), jax.random.key(1)
    key_z, key_x = jax.random.split(key)
    expected = model.network(jax.random.normal(key_z, (7, 2)))
    expected += 0.3 * jax.random.normal(key_x, (7, 3))
    np.testing.assert_allclose(model.sample(key, 7), expected, rtol=1e-5, atol=1e-6)


def test_the_noise_is_learned():
    slopes = jax.grad(lambda model: jnp.sum(model.sample(jax.random.key(1), 7) ** 2))(decoder())
    assert slopes.log_std != 0


@pytest.mark.parametrize("dimension", [2, 3])
def test_a_linear_decoder_is_a_gaussian(dimension):
    model = decoder((2, dimension))
    x = model.sample(jax.random.key(2), 100)
    found = model.log_prob(x, codes(jax.random.key(3), side=200))
    # 40 000 codes, stratified: within some thousandths where x is not rare.
    np.testing.assert_allclose(found, as_gaussian(model).log_prob(x), atol=0.05)


def test_the_average_over_given_codes_by_brute_force():
    model, z = decoder(), jax.random.normal(jax.random.key(4), (9, 2))
    x = np.asarray(model.sample(jax.random.key(5), 20), float)
    means = np.asarray(model.network(z), float)
    each = [stats.multivariate_normal(mean, 0.09 * np.eye(2)).pdf(x) for mean in means]
    np.testing.assert_allclose(model.log_prob(x, z), np.log(np.mean(each, axis=0)), atol=1e-4)


def test_one_code_lies_in_each_cell():
    z = codes(jax.random.key(6), side=5)
    cells = np.floor(5 * stats.norm.cdf(np.asarray(z, float))).astype(int)
    assert sorted(map(tuple, cells)) == [(i, j) for i in range(5) for j in range(5)]
    assert jnp.all(jnp.isfinite(codes(jax.random.key(7), side=1)))


def test_codes_are_fresh_standard_normal_draws():
    z = jax.vmap(lambda key: codes(key, side=2))(jax.random.split(jax.random.key(8), 5000))
    z = np.asarray(z).reshape(-1, 2)
    # 20 000 draws: five standard errors or more.
    np.testing.assert_allclose(z.mean(axis=0), 0, atol=0.03)
    np.testing.assert_allclose(np.cov(z.T), np.eye(2), atol=0.05)


def test_both_losses_are_the_divergences_of_gaussians():
    model = decoder((2, 2))
    q = as_gaussian(model)
    other = Gaussian(q.mean + jnp.linalg.cholesky(q.cov)[:, 0], 1.5 * q.cov)
    x = other.sample(jax.random.key(9), 20_000)
    entropy = float(-jnp.mean(other.log_prob(x)))
    forward = forward_kl(model, jax.random.key(10), x) - entropy
    reverse = reverse_kl(other.log_prob)(model, jax.random.key(11), x)
    exact = kl_gaussian(*other, *q), kl_gaussian(*q, *other)
    assert abs(exact[0] - exact[1]) > 0.15
    assert forward == pytest.approx(float(exact[0]), abs=0.05)
    assert reverse == pytest.approx(float(exact[1]), abs=0.05)


def test_codes_are_drawn_anew_in_each_step():
    x = jnp.ones((3, 2))
    for loss in (forward_kl, reverse_kl(lambda x: jnp.zeros(len(x)))):
        first, second = (loss(decoder(), jax.random.key(seed), x) for seed in (0, 1))
        assert first != second


def test_the_gradient_passes_through_the_draws():
    model = decoder()

    def far(x):
        return -jnp.sum((x - 5.0) ** 2, axis=1)

    slope = jax.grad(reverse_kl(far))(model, jax.random.key(0), jnp.ones((50, 2)))
    # Near 0 a draw climbs with a slope of 10 in each coordinate; the bias moves all alike.
    assert jnp.all(slope.network.layers[-1].bias[...] < -5)
