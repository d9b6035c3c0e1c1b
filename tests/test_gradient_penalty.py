"""Slopes in closed form: linear and quadratic logits, and gradients in the weights."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from lib.gan import GAN
from lib.gradient_penalty import r1_penalty, slope_one_penalty
from lib.networks import MLP

F32 = 16 * float(np.finfo(np.float32).eps)
W = jnp.array([0.6, -1.7, 0.2])


def points(n=7, seed=0):
    return jnp.asarray(np.random.default_rng(seed).normal(size=(n, 3)), jnp.float32)


def linear(x, w=W):
    return x @ w + 0.3


def test_r1_of_a_linear_logit_is_the_square_of_its_slope():
    assert r1_penalty(linear, points()) == pytest.approx(float(W @ W), rel=F32)


def test_r1_of_a_quadratic_is_the_mean_squared_norm():
    # l = ½‖x‖², ∇l = x.
    x = points()
    expected = np.mean(np.sum(np.asarray(x, float) ** 2, axis=1))
    assert r1_penalty(lambda x: x @ x / 2, x) == pytest.approx(expected, rel=F32)


def test_r1_costs_a_flat_discriminator_nothing_and_its_gradient_is_twice_the_weights():
    assert r1_penalty(lambda x: jnp.sum(0 * x) + 5.0, points()) == 0
    slope = jax.grad(lambda w: r1_penalty(lambda x: linear(x, w), points()))(W)
    np.testing.assert_allclose(slope, 2 * W, rtol=F32)


def test_r1_takes_a_gan_s_logits_and_differentiates_in_its_weights():
    # One hidden tanh layer, by hand: ∇l = W₁ (1 − tanh²) w₂.
    d = MLP(jax.random.key(1), (3, 5, 1), activation=jnp.tanh)
    x = np.asarray(points(), float)
    first, last = (np.asarray(layer.kernel[...], float) for layer in d.layers)
    slopes = (1 - np.tanh(x @ first) ** 2) * last[:, 0] @ first.T
    found = jax.jit(lambda d, x: r1_penalty(GAN(None, d).logits, x))(d, points())
    assert found == pytest.approx(np.mean(np.sum(slopes**2, axis=1)), rel=1e-5)
    leaves = jax.tree.leaves(jax.grad(lambda d: r1_penalty(GAN(None, d).logits, points()))(d))
    assert any((leaf != 0).any() for leaf in leaves)


def test_slope_one_penalty_of_a_linear_logit_does_not_depend_on_where():
    norm = float(jnp.sqrt(W @ W))
    for key in (0, 1):
        found = slope_one_penalty(linear, jax.random.key(key), points(), points(seed=1))
        assert found == pytest.approx((norm - 1) ** 2, rel=1e-5)
    unit = lambda x: linear(x, W / norm)  # noqa: E731
    assert slope_one_penalty(unit, jax.random.key(0), points(), points(seed=1)) < 1e-12


def test_slope_one_penalty_is_taken_between_the_pairs_at_one_place_each():
    # l = ½‖x‖², real x = a, fake 0: the slope is u‖a‖, and E(u‖a‖ − 1)² = ‖a‖²/3 − ‖a‖ + 1.
    real = jnp.broadcast_to(2 * W, (20_000, 3))
    found = slope_one_penalty(lambda x: x @ x / 2, jax.random.key(2), real, jnp.zeros_like(real))
    norm = float(jnp.linalg.norm(2 * W))
    u = np.random.default_rng(0).random(20_000)
    error = np.std((u * norm - 1) ** 2) / 20_000**0.5
    assert abs(found - (norm**2 / 3 - norm + 1)) < 5 * error
    # With u and 1 − u exchanged the mean is the same; near the real ones it is not: swap them.
    key = jax.random.key(3)
    ends = (real[:4], jnp.zeros((4, 3)))
    u = jax.random.uniform(key, (4, 1))[:, 0]
    for pair, at in ((ends, u), (ends[::-1], 1 - u)):
        found = slope_one_penalty(lambda x: x @ x / 2, key, *pair)
        assert found == pytest.approx(float(jnp.mean((at * norm - 1) ** 2)), rel=1e-5)


def test_a_flat_critic_pays_one_and_its_gradient_is_finite():
    def penalty(w):
        return slope_one_penalty(lambda x: linear(x, w), jax.random.key(0), points(), points())

    assert penalty(jnp.zeros(3)) == 1
    np.testing.assert_array_equal(jax.grad(penalty)(jnp.zeros(3)), np.zeros(3))
    norm = jnp.sqrt(W @ W)
    np.testing.assert_allclose(jax.grad(penalty)(W), 2 * (norm - 1) * W / norm, rtol=1e-5)
