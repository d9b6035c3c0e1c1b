"""Distances against SciPy's, between points near and far from the origin."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.spatial.distance import cdist

from lib.distances import ROWS, distances, map_squared_distances, nearest


def points(seed, shape, mean=0.0):
    draws = np.random.default_rng(seed).normal(mean, 1.0, shape)
    return jnp.asarray(draws, jnp.float32)


def test_distances_are_scipy_s_and_zero_to_itself():
    x = points(0, (20, 3), 100.0)
    found = distances(x[4], x)
    np.testing.assert_allclose(found, cdist(x[4:5], x)[0], rtol=1e-6)
    assert found[4] == 0


@pytest.mark.parametrize("rows", [1, ROWS - 1, ROWS, ROWS + 1])
@pytest.mark.parametrize("mean", [0.0, 500.0])
def test_squared_distances_by_products(rows, mean):
    p, x = points(0, (20, 3), mean), points(1, (rows, 3), mean)
    found = map_squared_distances(lambda squares: squares, p, x)
    np.testing.assert_allclose(found, cdist(x, p, "sqeuclidean"), rtol=1e-4, atol=2e-5)
    assert (found >= 0).all()


def test_the_function_sees_all_distances_of_one_point():
    p, x = points(0, (20, 3)), points(1, (7, 3))
    found = map_squared_distances(jnp.sum, p, x)
    np.testing.assert_allclose(found, cdist(x, p, "sqeuclidean").sum(axis=1), rtol=1e-5)


@pytest.mark.parametrize("rows", [1, ROWS + 1])
@pytest.mark.parametrize("mean", [0.0, 500.0])
def test_nearest_by_all_distances(rows, mean):
    p, x = points(0, (20, 3), mean), points(1, (rows, 3), mean)
    found = nearest(p, x)
    assert found.shape == (rows,)
    every = cdist(x, p)
    # In order, not only as near: the best two differ by more than rounding here.
    two = np.sort(every, axis=1)[:, :2]
    clear = two[:, 1] - two[:, 0] > 1e-3
    assert clear.mean() > 0.9
    np.testing.assert_array_equal(np.asarray(found)[clear], every.argmin(axis=1)[clear])


def test_of_equally_near_points_the_first():
    found = nearest(jnp.array([[1.0], [-1.0], [1.0]]), jnp.zeros((1, 1)))
    assert found.tolist() == [0]


def test_under_jit():
    p, x = points(0, (5, 2)), points(1, (50, 2))
    np.testing.assert_array_equal(jax.jit(nearest)(p, x), nearest(p, x))
