"""The divergences against closed forms and other quadrature; fits against what is proved."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import integrate, stats

from lib import kl_fit
from lib.distributions import Gaussian, Mixture
from lib.divergences import js_quadrature, kl_gaussian, kl_quadrature
from lib.kl_fit import (
    FORWARD_KL,
    JEFFREYS,
    JENSEN_SHANNON,
    NON_SATURATING,
    REVERSE_KL,
    divergence,
    fit,
    gaussian,
    grid,
    log_normal,
    objective,
)

CROOKED = Mixture(np.array([0.3, 0.7]), np.array([[1.0], [-2.0]]), np.array([[[0.49]], [[1.44]]]))
THETA2 = np.array([0.3, -1.0, 0.2, -0.4, 0.7])


@pytest.fixture(autouse=True)
def _double():
    with jax.enable_x64(True):
        yield


# Grids


def test_a_grid_on_the_line():
    points, volume = grid(1.0, 0.25)
    np.testing.assert_allclose(points[:, 0], [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1])
    assert volume == 0.25


def test_a_grid_has_all_multiples_of_the_step_inside():
    np.testing.assert_allclose(grid(1.0, 0.3).points[:, 0], np.arange(-3, 4) * 0.3, atol=1e-15)
    assert len(grid(1.0, 0.6).points) == 3
    assert len(grid(0.3, 0.1).points) == 7  # 0.3/0.1 is a little less than 3 in floating point


def test_a_grid_in_the_plane():
    points, volume = grid(1.0, 0.5, dimensions=2)
    assert points.shape == (25, 2) and volume == 0.25
    np.testing.assert_allclose(
        points[:6], [[-1, -1], [-1, -0.5], [-1, 0], [-1, 0.5], [-1, 1], [-0.5, -1]]
    )
    assert grid(1.0, 0.5, dimensions=3).volume == 0.125


# Divergences


def two_densities():
    line = grid(30.0, 0.05)
    q = Gaussian(np.array([0.5]), np.array([[2.0]]))
    return line, CROOKED.log_prob(line.points), q.log_prob(line.points)


def test_the_two_kls_and_the_jsd_by_other_quadrature():
    line, log_p, log_q = two_densities()
    x = line.points[:, 0]
    found = {
        w: divergence(w, log_p, log_q, line.volume)
        for w in (FORWARD_KL, REVERSE_KL, JENSEN_SHANNON)
    }
    assert found[FORWARD_KL] == pytest.approx(float(kl_quadrature(log_p, log_q, x)), rel=1e-12)
    assert found[REVERSE_KL] == pytest.approx(float(kl_quadrature(log_q, log_p, x)), rel=1e-12)
    assert found[JENSEN_SHANNON] == pytest.approx(float(js_quadrature(log_p, log_q, x)), rel=1e-12)
    assert len({round(float(value), 3) for value in found.values()}) == 3


def test_jeffreys_is_the_sum_of_both():
    line, log_p, log_q = two_densities()
    both = divergence(FORWARD_KL, log_p, log_q, line.volume) + divergence(
        REVERSE_KL, log_p, log_q, line.volume
    )
    assert divergence(JEFFREYS, log_p, log_q, line.volume) == pytest.approx(float(both), rel=1e-12)
    swapped = divergence(JEFFREYS, log_q, log_p, line.volume)
    assert swapped == pytest.approx(float(both), rel=1e-12)


def test_the_non_saturating_objective_is_twice_the_kl_of_the_mean_density():
    line, log_p, log_q = two_densities()

    def integrand(x):  # by adaptive quadrature of the textbook formula
        p = 0.3 * stats.norm.pdf(x, 1, 0.7) + 0.7 * stats.norm.pdf(x, -2, 1.2)
        m = (p + stats.norm.pdf(x, 0.5, 2**0.5)) / 2
        return 2 * m * np.log(m / p)

    # Beyond ±15 p underflows; q² there is below 1e-20.
    expected, _ = integrate.quad(integrand, -14, 12, limit=200)
    assert divergence(NON_SATURATING, log_p, log_q, line.volume) == pytest.approx(
        expected, rel=1e-8
    )


def test_every_objective_is_zero_for_equal_densities_and_positive_else():
    line, log_p, log_q = two_densities()
    for weights in (FORWARD_KL, REVERSE_KL, JEFFREYS, JENSEN_SHANNON, NON_SATURATING):
        assert divergence(weights, log_p, log_p, line.volume) == pytest.approx(0, abs=1e-12)
        assert divergence(weights, log_p, log_q, line.volume) > 0.01


def test_densities_that_do_not_overlap_have_the_values_of_the_exercise():
    line = grid(40.0, 0.05)
    halves = Mixture(np.array([0.5, 0.5]), np.array([[-15.0], [15.0]]), np.ones((2, 1, 1)))
    log_p, log_q = halves.log_prob(line.points), log_normal(np.array([15.0, 0.0]), line.points)
    for weights, expected in (
        (REVERSE_KL, np.log(2)),
        (JENSEN_SHANNON, 0.75 * np.log(4 / 3)),
        (NON_SATURATING, np.log(2) - 1.5 * np.log(4 / 3)),
    ):
        assert divergence(weights, log_p, log_q, line.volume) == pytest.approx(expected, rel=1e-10)
    # The left mode is 30 away, half of the mass: ½(30² + 1 − 1)/2 − log 2 and its own entropy.
    assert divergence(FORWARD_KL, log_p, log_q, line.volume) == pytest.approx(
        225 - np.log(2), rel=1e-9
    )


def test_weights_add_up():
    line, log_p, log_q = two_densities()
    parts = [
        float(divergence(w, log_p, log_q, line.volume))
        for w in (FORWARD_KL, REVERSE_KL, JENSEN_SHANNON)
    ]
    mixed = divergence(kl_fit.Divergence(0.5, -2.0, 3.0), log_p, log_q, line.volume)
    assert mixed == pytest.approx(np.dot([0.5, -2, 3], parts), rel=1e-12)


# The parameters of a Gaussian


def test_theta_on_the_line_is_mean_and_log_std():
    mean, cov = gaussian(np.array([0.7, np.log(3)]))
    np.testing.assert_allclose(mean, [0.7])
    np.testing.assert_allclose(cov, [[9]])


def test_theta_in_the_plane_is_a_factor_of_the_precision():
    mean, cov = gaussian(THETA2)
    a = np.array([[np.exp(-0.2), 0], [0.7, np.exp(0.4)]])
    np.testing.assert_allclose(mean, [0.3, -1])
    np.testing.assert_allclose(cov, np.linalg.inv(a.T @ a), rtol=1e-12)


def test_theta_in_space_goes_row_by_row():
    theta = np.array([0.0, 0.0, 0.0, 0.1, 0.2, 0.3, 4.0, 5.0, 6.0])
    a = np.diag(np.exp([-0.1, -0.2, -0.3])) + np.array([[0, 0, 0], [4, 0, 0], [5, 6, 0]])
    np.testing.assert_allclose(np.linalg.inv(gaussian(theta).cov), a.T @ a, rtol=1e-9)


@pytest.mark.parametrize("theta", [np.array([0.7, 0.4]), THETA2, np.arange(9) / 10])
def test_log_normal_is_the_log_density_of_that_gaussian(theta):
    mean, cov = (np.asarray(part) for part in gaussian(theta))
    x = np.random.default_rng(0).normal(size=(7, len(mean)))
    expected = stats.multivariate_normal(mean, cov).logpdf(x)
    np.testing.assert_allclose(log_normal(theta, x), expected, rtol=1e-9)


def test_the_objective_of_two_gaussians_is_the_closed_form():
    for dimensions, theta in ((1, np.array([0.4, 0.3])), (2, THETA2)):
        cube = grid(12.0, 0.2, dimensions=dimensions)
        p = Gaussian(np.full(dimensions, 0.5), np.eye(dimensions) + 0.3)
        found = objective(theta, FORWARD_KL, p.log_prob(cube.points), cube)
        assert found == pytest.approx(float(kl_gaussian(*p, *gaussian(theta))), rel=1e-8)
        found = objective(theta, REVERSE_KL, p.log_prob(cube.points), cube)
        assert found == pytest.approx(float(kl_gaussian(*gaussian(theta), *p)), rel=1e-8)


# Fits


def test_the_forward_kl_matches_moments():
    line = grid(30.0, 0.05)
    found = fit(np.array([3.0, -0.5]), FORWARD_KL, CROOKED.log_prob(line.points), line)
    mean = 0.3 * 1 - 0.7 * 2
    var = 0.3 * (0.49 + 1) + 0.7 * (1.44 + 4) - mean**2
    np.testing.assert_allclose(found.x, [mean, np.log(var) / 2], rtol=1e-9)
    assert found.slope < 1e-9 < found.curvature


def test_the_forward_kl_matches_moments_in_the_plane():
    plane = grid(12.0, 0.25, dimensions=2)
    covs = np.array([[[2.0, 0.8], [0.8, 1.0]], [[1.0, -0.3], [-0.3, 1.5]]])
    p = Mixture(np.array([0.4, 0.6]), np.array([[1.0, 0.0], [-1.0, 0.5]]), covs)
    found = fit(np.zeros(5), FORWARD_KL, p.log_prob(plane.points), plane)
    mean = 0.4 * p.means[0] + 0.6 * p.means[1]
    spread = sum(w * (c + np.outer(m, m)) for w, m, c in zip(*p, strict=True)) - np.outer(
        mean, mean
    )
    fitted_mean, fitted_cov = gaussian(found.x)
    np.testing.assert_allclose(fitted_mean, mean, atol=1e-9)
    np.testing.assert_allclose(fitted_cov, spread, rtol=1e-7)


@pytest.mark.parametrize("weights", [REVERSE_KL, JENSEN_SHANNON, NON_SATURATING, JEFFREYS])
def test_any_objective_finds_a_gaussian_among_gaussians(weights):
    line = grid(25.0, 0.1)
    log_p = log_normal(np.array([1.3, 0.4]), line.points)
    found = fit(np.array([0.5, 0.0]), weights, log_p, line)
    np.testing.assert_allclose(found.x, [1.3, 0.4], rtol=1e-6)
    assert found.value == pytest.approx(0, abs=1e-12)


def pair(d, line):
    return np.logaddexp(*(log_normal(np.array([m, 0.0]), line.points) for m in (-d, d))) - np.log(2)


def test_from_a_mode_the_objectives_part():
    line = grid(30.0, 0.1)
    for d, stay in ((2.0, []), (2.3, [NON_SATURATING]), (2.6, [NON_SATURATING, REVERSE_KL])):
        for weights in (FORWARD_KL, REVERSE_KL, JENSEN_SHANNON, NON_SATURATING):
            found = fit(np.array([d, 0.0]), weights, pair(d, line), line)
            assert (found.x[0] > 1) == (weights in stay)
            assert found.slope < 1e-9 < found.curvature


def test_the_width_stays_between_two_steps_and_a_quarter_of_the_grid():
    line = grid(8.0, 0.5)
    narrow = log_normal(np.array([0.0, np.log(0.2)]), line.points)
    found = fit(np.array([0.0, 1.0]), FORWARD_KL, narrow, line)
    assert np.exp(found.x[1]) == pytest.approx(1.0)  # two steps
    assert found.slope > 0.1
    wide = log_normal(np.array([0.0, np.log(7.0)]), line.points)
    found = fit(np.array([0.0, 0.0]), FORWARD_KL, wide, line)
    assert np.exp(found.x[1]) == pytest.approx(2.0)  # a quarter of 8
    mean_only = fit(
        np.array([0.0, 0.3]), FORWARD_KL, log_normal(np.array([5.0, 0.3]), line.points), line
    )
    assert mean_only.x[0] == pytest.approx(5, abs=0.05)  # the mean is free


def test_the_bounds_in_the_plane_hold_for_widths_alone():
    plane = grid(10.0, 0.5, dimensions=2)
    theta = np.array([2.0, -2.0, 0.3, 0.2, -1.0])
    found = fit(np.zeros(5), REVERSE_KL, log_normal(theta, plane.points), plane)
    np.testing.assert_allclose(found.x, theta, atol=1e-2)
    narrow = log_normal(np.array([0.0, 0.0, np.log(0.2), np.log(0.2), 0.0]), plane.points)
    found = fit(np.array([0.0, 0.0, 0.4, 0.4, 0.0]), FORWARD_KL, narrow, plane)
    np.testing.assert_allclose(found.x[2:4], 0, atol=1e-9)  # 2 · 0.5 = 1: the step, not the area


def test_uncompiled_and_mapped_agree():
    line = grid(8.0, 0.5)
    log_p, starts = CROOKED.log_prob(line.points), np.array([[0.0, 0.3], [1.0, 0.0]])
    mapped = jax.vmap(lambda theta: fit(theta, REVERSE_KL, log_p, line, steps=1))(starts)
    q = log_normal(starts[0], line.points)
    compiled = divergence(JEFFREYS, log_p, q, line.volume)
    with jax.disable_jit():
        eager = divergence(JEFFREYS, log_p, q, line.volume)
    one = fit(starts[0], REVERSE_KL, log_p, line, steps=1)
    assert (fit(starts[0], REVERSE_KL, log_p, line, steps=0).x == starts[0]).all()
    np.testing.assert_allclose(one.x, mapped.x[0], rtol=1e-9)
    assert eager == pytest.approx(float(compiled), rel=1e-12)


def test_the_weights_are_data():
    line = grid(20.0, 0.2)
    log_p = CROOKED.log_prob(line.points)
    both = jax.tree.map(lambda *w: jnp.array(w), FORWARD_KL, REVERSE_KL)
    theta = np.array([0.0, 0.3])
    mapped = jax.vmap(lambda w: fit(theta, w, log_p, line))(both)
    for i, weights in enumerate((FORWARD_KL, REVERSE_KL)):
        np.testing.assert_allclose(mapped.x[i], fit(theta, weights, log_p, line).x, rtol=1e-9)
