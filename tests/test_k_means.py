"""A Lloyd step against assignments and means by hand, and that it never raises the distortion."""

import jax
import jax.numpy as jnp
import numpy as np
from scipy.cluster.vq import kmeans2
from scipy.spatial.distance import cdist

from lib.k_means import lloyd_step


def points(seed, shape, mean=0.0):
    draws = np.random.default_rng(seed).normal(mean, 1.0, shape)
    return jnp.asarray(draws, jnp.float32)


def distortion(centres, x):
    return (cdist(x, centres).min(axis=1) ** 2).sum()


def test_by_hand():
    centres = jnp.array([[0.0, 0.0], [10.0, 0.0], [99.0, 99.0]])
    x = jnp.array([[1.0, 0.0], [2.0, 3.0], [8.0, 0.0], [-1.0, 0.0]])
    # The last centre has no point, and stays.
    expected = [[2 / 3, 1.0], [8.0, 0.0], [99.0, 99.0]]
    np.testing.assert_allclose(lloyd_step(centres, x), expected, rtol=1e-6)


def test_a_step_is_scipy_s():
    x = points(0, (700, 2))
    centres = x[:30]  # each has at least itself
    expected, _ = kmeans2(np.asarray(x, float), np.asarray(centres, float), iter=1, minit="matrix")
    np.testing.assert_allclose(lloyd_step(centres, x), expected, rtol=1e-4, atol=1e-5)


def test_steps_never_raise_the_distortion_and_end():
    x, centres = points(0, (300, 2)), points(1, (8, 2), 3.0)
    before = first = distortion(centres, x)
    for _ in range(60):
        centres = lloyd_step(centres, x)
        after = distortion(centres, x)
        assert after <= before * (1 + 1e-6)
        before = after
    np.testing.assert_allclose(lloyd_step(centres, x), centres, rtol=1e-5, atol=1e-6)
    assert after < first / 5


def test_points_that_are_their_own_centres_stay():
    x = points(0, (40, 3))
    np.testing.assert_allclose(lloyd_step(x, x), x, rtol=1e-6, atol=1e-6)


def test_under_jit():
    centres, x = points(0, (5, 2)), points(1, (50, 2))
    np.testing.assert_allclose(jax.jit(lloyd_step)(centres, x), lloyd_step(centres, x), rtol=1e-5)
