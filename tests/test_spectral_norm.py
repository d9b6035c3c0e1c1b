"""Beside the singular value decomposition; a normalised network by hand, and how steep it is."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from lib.gan import GAN, gan_step, init, non_saturating_loss
from lib.networks import MLP
from lib.spectral_norm import SpectralMLP, spectral_norm
from lib.train import train


def matrix(n, m, seed=0):
    return jnp.asarray(np.random.default_rng(seed).normal(size=(n, m)), jnp.float32)


def exact(weight):
    return np.linalg.svd(np.asarray(weight, float), compute_uv=False)[0]


@pytest.mark.parametrize("shape", [(1, 1), (3, 3), (2, 64), (64, 2), (64, 1)])
def test_norm_is_the_largest_singular_value(shape):
    weight = matrix(*shape)
    assert spectral_norm(weight, iterations=100) == pytest.approx(exact(weight), rel=1e-5)


def test_norm_of_a_large_matrix_comes_close_from_below():
    weight = matrix(64, 64)
    found = [spectral_norm(weight, iterations=n).item() for n in (1, 5, 20, 200)]
    assert sorted(found) == found
    assert found[-1] == pytest.approx(exact(weight), rel=1e-4)
    assert 0.9 * exact(weight) < spectral_norm(weight) <= exact(weight) * (1 + 1e-5)


def test_iterations_by_hand():
    # A diagonal one: v ∝ (σ₁²ᵏ v₁, σ₂²ᵏ v₂), so the estimate is known for every k.
    sigma = np.array([2.0, 1.5])
    v = np.asarray(jax.random.normal(jax.random.key(0), (2,)), float)
    for k in (1, 2, 5):
        moved = sigma ** (2 * k) * v
        expected = np.linalg.norm(sigma * moved) / np.linalg.norm(moved)
        found = spectral_norm(jnp.diag(jnp.asarray(sigma, jnp.float32)), iterations=k)
        assert found == pytest.approx(expected, rel=1e-5)


def test_gradient_is_the_outer_product_of_the_singular_vectors():
    weight = jnp.diag(jnp.array([3.0, 1.0]))
    slope = jax.grad(lambda w: spectral_norm(w, iterations=30))(weight)
    np.testing.assert_allclose(slope, [[1, 0], [0, 0]], atol=1e-5)


def test_norm_scales_with_the_matrix_from_tiny_to_huge():
    weight = matrix(5, 4)
    for scale in (1e-30, 1e30):
        found = spectral_norm(scale * weight, iterations=100) / scale
        assert found == pytest.approx(exact(weight), rel=1e-4)


def test_zeros_have_no_norm_and_no_gradient():
    zero = jnp.zeros((3, 2))
    assert spectral_norm(zero) == 0
    np.testing.assert_array_equal(jax.grad(spectral_norm)(zero), zero)


# The network


def network(seed=0):
    model = SpectralMLP(jax.random.key(seed), (2, 16, 16, 1))
    return jax.tree.map(lambda p: 3 * p + 0.1, model)


def test_network_by_hand_and_its_scale_does_not_matter():
    model, x = network(), matrix(6, 2)
    h = np.asarray(x, float)
    for layer in model.layers:
        kernel = np.asarray(layer.kernel[...], float)
        h = h @ kernel / float(spectral_norm(layer.kernel[...])) + np.asarray(layer.bias[...])[None]
        h = np.maximum(h, 0) if layer is not model.layers[-1] else h
    np.testing.assert_allclose(model(x), h, rtol=1e-4, atol=1e-5)
    larger = jax.tree.map(lambda p: 5 * p if p.ndim == 2 else p, model)
    np.testing.assert_allclose(larger(x), model(x), rtol=1e-4, atol=1e-5)


def test_network_has_slope_at_most_one_which_the_plain_one_has_not():
    model, x = network(), 2 * matrix(500, 2)
    plain = MLP(jax.random.key(0), (2, 16, 16, 1))
    for layer, other in zip(plain.layers, model.layers, strict=True):
        layer.kernel[...], layer.bias[...] = other.kernel[...], other.bias[...]
    slopes = [
        np.linalg.norm(jax.vmap(jax.grad(lambda x, f=f: f(x)[0]))(x), axis=1)
        for f in (model, plain)
    ]
    assert slopes[0].max() <= 1.1 < 5 < slopes[1].max()


def test_the_bound_on_the_slope_multiplies_the_output():
    x, key = matrix(6, 2), jax.random.key(0)
    one, ten = (SpectralMLP(key, (2, 16, 1), slope=slope) for slope in (1.0, 10.0))
    np.testing.assert_allclose(ten(x), 10 * one(x), rtol=1e-5)
    assert len(jax.tree.leaves(ten)) == 4  # it is no weight


def test_a_layer_of_zeros_stays_finite():
    model = jax.tree.map(jnp.zeros_like, network())
    assert (model(matrix(3, 2)) == 0).all()
    gradient = jax.grad(lambda m: m(matrix(3, 2)).sum())(model)
    assert all(np.isfinite(leaf).all() for leaf in jax.tree.leaves(gradient))


def test_it_plays_the_game_as_a_discriminator():
    adam = optax.adam(1e-2)
    gan = GAN(MLP(jax.random.key(1), (2, 2)), SpectralMLP(jax.random.key(2), (2, 16, 1)))
    step, x = gan_step(non_saturating_loss, adam, adam), 3 + matrix(500, 2)
    state, _ = train(step, init(gan, adam, adam), jax.random.key(3), x, steps=300, batch_size=64)
    assert isinstance(state.model.discriminator, SpectralMLP)
    moved = state.model.sample(jax.random.key(4), 500).mean(axis=0)
    assert (abs(moved - 3) < abs(gan.sample(jax.random.key(4), 500).mean(axis=0) - 3) - 1).all()
