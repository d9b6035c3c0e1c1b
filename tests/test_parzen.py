"""The Parzen window against single Gaussians, SciPy's kernel density, and sums in double."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats
from scipy.special import logsumexp

from lib.distances import ROWS
from lib.parzen import choose_std, parzen_log_likelihood

STDS = np.float32([0.1, 0.3, 1.0, 3.0])


def points(seed, shape, mean=0.0):
    return np.random.default_rng(seed).normal(mean, 1.0, shape).astype(np.float32)


def in_double(samples, x, std):
    """The formula, from the differences."""
    samples, x = np.asarray(samples, float), np.asarray(x, float)
    squares = ((x[:, None] - samples[None]) ** 2).sum(axis=-1)
    n, d = samples.shape
    constant = np.log(n) + d / 2 * np.log(2 * np.pi * std**2)
    return logsumexp(-squares / (2 * std**2), axis=1) - constant


@pytest.mark.parametrize("std", [0.3, 2.0])
@pytest.mark.parametrize("copies", [1, 7])
def test_one_sample_however_often_it_is_drawn_gives_a_gaussian(std, copies):
    sample, x = points(0, 3, 5.0), points(1, (6, 3), 5.0)
    found = parzen_log_likelihood(np.tile(sample, (copies, 1)), x, std=std)
    expected = stats.multivariate_normal(sample, std**2 * np.eye(3)).logpdf(x)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)


def test_is_scipy_s_kernel_density_with_the_same_bandwidth():
    samples, x = points(0, 40), points(1, 9)
    for std in (0.2, 1.0):
        # SciPy's bandwidth is a factor of the sample's own standard deviation.
        kernel = stats.gaussian_kde(samples, bw_method=std / samples.std(ddof=1))
        found = parzen_log_likelihood(samples[:, None], x[:, None], std=std)
        np.testing.assert_allclose(found, kernel.logpdf(x), rtol=1e-4, atol=1e-5)


def test_is_a_density():
    x = np.linspace(-9, 9, 2001, dtype=np.float32)
    log_p = parzen_log_likelihood(points(0, (5, 1)), x[:, None], std=0.5)
    assert np.trapezoid(np.exp(log_p), x) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("rows", [1, ROWS - 1, ROWS, ROWS + 1])
def test_every_row_is_its_own_whatever_the_chunks(rows):
    samples, x = points(0, (3, 2)), points(1, (rows, 2))
    found = parzen_log_likelihood(samples, x, std=0.7)
    assert found.shape == (rows,)
    np.testing.assert_allclose(found, in_double(samples, x, 0.7), rtol=1e-5, atol=1e-5)


def test_no_digits_are_lost_far_from_the_origin():
    # Images lie about 10 from the origin and 5 from each other; here it is 1000 and 1. The
    # rounding of the points is shared with the oracle; that of squares of 1000 would be 0.06.
    samples, x = points(0, (50, 4), 500.0), points(1, (20, 4), 500.0)
    expected = in_double(samples, x, 0.3)
    found = parzen_log_likelihood(samples, x, std=0.3)
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-3)


def test_as_many_dimensions_and_as_narrow_windows_as_for_images():
    # 784 numbers in [0, 1], mostly 0 or 1: squared distances of about 100 within 1e-4, over 2σ².
    images = np.random.default_rng(0).random((60, 784)).round().astype(np.float32)
    samples, x = images[:40], images[30:]
    for std in (0.1, 0.2):
        expected = in_double(samples, x, std)
        found = parzen_log_likelihood(samples, x, std=std)
        np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-4 / (2 * std**2))
    assert (in_double(samples, x, 0.1)[:10] > 0).all() and (expected[10:] < -1000).all()


def test_far_points_have_a_finite_log_density():
    log_p = parzen_log_likelihood(np.float32([[0.0], [1.0]]), np.float32([[1e4]]), std=0.1)
    assert log_p[0] == pytest.approx(-((1e4 - 1) ** 2) / 0.02 - np.log(2), rel=1e-4)


def test_another_std_does_not_recompile():
    samples, x = points(0, (11, 2)), points(1, (13, 2))
    parzen_log_likelihood(samples, x, std=0.5)
    compiled = parzen_log_likelihood._cache_size()
    parzen_log_likelihood(samples, x, std=0.6)
    assert parzen_log_likelihood._cache_size() == compiled


def test_under_jit_and_in_double():
    samples, x = points(0, (11, 2)), points(1, (13, 2))
    eager = parzen_log_likelihood(samples, x, std=0.5)
    jitted = jax.jit(lambda s, x: parzen_log_likelihood(s, x, std=0.5))(samples, x)
    np.testing.assert_allclose(jitted, eager, rtol=1e-5, atol=1e-6)
    with jax.enable_x64(True):
        double = parzen_log_likelihood(samples.astype(float), x.astype(float), std=0.5)
        assert double.dtype == jnp.float64
        np.testing.assert_allclose(double, in_double(samples, x, 0.5), rtol=1e-12)


def test_std_is_the_likeliest_candidate_on_the_held_out_points():
    samples, x = points(0, (300, 2)), points(1, (200, 2))
    found = choose_std(samples, x, stds=STDS)
    values = np.stack([in_double(samples, x, std) for std in STDS])
    np.testing.assert_allclose(found.curve.mean, values.mean(axis=1), rtol=1e-4)
    errors = values.std(axis=1, ddof=1) / np.sqrt(200)
    np.testing.assert_allclose(found.curve.standard_error, errors, rtol=1e-4)
    assert found.std == STDS[values.mean(axis=1).argmax()] == np.float32(0.3)
    np.testing.assert_array_equal(found.stds, STDS)


def test_the_points_themselves_would_choose_the_smallest_std():
    samples = points(0, (300, 2))
    assert choose_std(samples, samples, stds=STDS / 1000).std == STDS[0] / 1000
