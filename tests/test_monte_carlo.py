"""Estimates against hand calculation and SciPy's standard error; the mean of exponentials."""

import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

from lib.monte_carlo import estimate, log_mean_exp

F32 = 16 * float(np.finfo(np.float32).eps)


def test_estimate_by_hand():
    # The variance of 1, 2, 3, 4 over n − 1 is 5/3.
    mean, standard_error = estimate(jnp.arange(1.0, 5.0))
    assert mean == 2.5
    assert standard_error == pytest.approx(np.sqrt(5 / 3) / 2, abs=F32)
    assert abs(np.sqrt(5 / 4) / 2 - standard_error) > 0.05


def test_estimate_reduces_the_first_axis_only():
    values = np.random.default_rng(0).normal(size=(10, 3)).astype(np.float32)
    found = estimate(values)
    np.testing.assert_allclose(found.mean, values.mean(0), atol=F32)
    np.testing.assert_allclose(found.standard_error, stats.sem(values, axis=0), atol=F32)


def test_log_mean_exp_is_stable_and_reduces_the_first_axis():
    values = jnp.array([[1000.0, -1000.0], [1000.0 + np.log(3), -1000.0]])
    np.testing.assert_allclose(log_mean_exp(values), [1000 + np.log(2), -1000], rtol=F32)
    assert log_mean_exp(jnp.full((3,), -jnp.inf)) == -jnp.inf
