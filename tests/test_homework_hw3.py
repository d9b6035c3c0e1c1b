"""What homework 3's checks hold to be right is what `lib` and SciPy compute, by other code."""

import math
from pathlib import Path

import jax
import numpy as np
import pytest
from scipy import integrate, optimize, stats

from grading import homework
from lib import distributions, divergences, kl_fit, mode_coverage, monte_carlo

FOLDER = Path(__file__).parents[1] / "chapters" / "homework" / "hw3_kl"
CHECKS = homework.load_checks(FOLDER / "checks.py")
SEEDS = range(5)


@pytest.fixture(params=SEEDS)
def rng(request):
    return np.random.default_rng(request.param)


def test_two_gaussians(rng):
    arguments = CHECKS.two_gaussians(rng, 5)
    with jax.enable_x64(True):
        right = divergences.kl_gaussian(*arguments)
    np.testing.assert_allclose(CHECKS.kl(*arguments), right, rtol=1e-10)


def test_the_means_of_draws(rng):
    log_p, log_q = CHECKS.random_draws(rng)
    with jax.enable_x64(True):
        terms = np.stack([log_p - log_q, np.exp(log_q - log_p)], axis=1)
        right = jax.tree.map(np.asarray, monte_carlo.estimate(terms))
    first = CHECKS.mean_and_error(log_p - log_q)
    np.testing.assert_allclose(first, [right.mean[0], right.standard_error[0]], rtol=1e-10)
    second = CHECKS.mean_and_error(CHECKS.second_terms(log_p, log_q))
    np.testing.assert_allclose(second[0], right.mean[1] - 1 + first[0], rtol=1e-10)


def moment(f, std):
    """E[f(x)] for x ~ N(0, 1), for a log ratio with q = N(·, std²), by adaptive quadrature."""
    reach = 40 if std > 1 else 12  # q²/p falls slowly where q is wide
    return integrate.quad(
        lambda x: f(x) * math.exp(-(x**2) / 2) / math.sqrt(2 * math.pi), -reach, reach,
        limit=200, epsabs=1e-11,
    )[0]  # fmt: skip


def test_both_estimators_are_unbiased_and_have_these_variances(rng):
    mean, std = CHECKS.random_shift(rng)

    def log_r(x):
        return x**2 / 2 - (x - mean) ** 2 / (2 * std**2) - math.log(std)

    def second(x):
        return math.exp(log_r(x)) - 1 - log_r(x)

    right = CHECKS.kl_line(0, 1, mean, std)
    assert moment(lambda x: -log_r(x), std) == pytest.approx(right, rel=1e-8)
    assert moment(second, std) == pytest.approx(right, rel=1e-8)
    var = moment(lambda x: log_r(x) ** 2, std) - right**2
    assert CHECKS.log_ratio_variance(mean, std) == pytest.approx(var, rel=1e-7)
    var_second = moment(lambda x: second(x) ** 2, std) - right**2
    found = var + CHECKS.chi_square(mean, std) - 2 * CHECKS.both(mean, std)
    assert found == pytest.approx(var_second, rel=1e-6)


def test_where_the_second_estimator_is_better():
    """The number in the derivation of question 3."""
    end = optimize.brentq(lambda t: math.exp(t) - 1 - 2 * t, 1, 2)
    assert round(end, 3) == 1.256 and round(math.sqrt(end), 2) == 1.12
    for mean in (1.1, 1.14):
        plain = CHECKS.log_ratio_variance(mean, 1)
        second = plain + CHECKS.chi_square(mean, 1) - 2 * CHECKS.both(mean, 1)
        assert (second < plain) == (mean < 1.12)


def test_moments_of_a_mixture_and_of_its_draws(rng):
    """Within six standard errors of draws: 14 numbers and five seeds, a chance below 2e-7."""
    weights, means, covs = CHECKS.random_mixture(rng)
    cov = sum(CHECKS.mixture_parts(weights, means, covs))
    count = 200_000
    k = rng.choice(3, size=count, p=weights)
    roots = np.linalg.cholesky(covs)
    x = means[k] + np.einsum("nij,nj->ni", roots[k], rng.normal(size=(count, 4)))
    apart = x - weights @ means
    for got, right in ((x, weights @ means), (apart[:, :, None] * apart[:, None], cov)):
        error = got.std(axis=0) / math.sqrt(count)
        assert np.all(np.abs(got.mean(axis=0) - right) < 6 * error)


def test_the_round_fit_is_best(rng):
    """KL(p‖q) up to a constant, minimised over log v; p is one Gaussian with p's moments."""
    weights, means, covs = CHECKS.random_mixture(rng)
    cov, zero = sum(CHECKS.mixture_parts(weights, means, covs)), np.zeros(4)

    def forward(log_v):
        return CHECKS.kl(zero, cov, zero, math.exp(log_v) * np.eye(4))

    def reverse(log_v):
        return CHECKS.kl(zero, math.exp(log_v) * np.eye(4), zero, cov)

    best = [math.exp(optimize.minimize_scalar(f, (-1, 1)).x) for f in (forward, reverse)]
    right = np.trace(cov) / 4, 4 / np.trace(np.linalg.inv(cov))
    np.testing.assert_allclose(best, right, rtol=1e-6)


def test_factorised_fits_are_best(rng):
    cov, marginal, conditional, remaining = CHECKS.random_correlated(rng)
    zero = np.zeros(4)
    pairs = (
        (lambda t: CHECKS.kl(zero, cov, zero, np.diag(np.exp(t))), marginal),
        (lambda t: CHECKS.kl(zero, np.diag(np.exp(t)), zero, cov), conditional),
    )
    for (f, right), value in zip(pairs, remaining, strict=True):
        found = optimize.minimize(f, np.zeros(4), tol=1e-10)
        np.testing.assert_allclose(np.exp(found.x), right, rtol=1e-4)
        assert found.fun == pytest.approx(value, abs=1e-8)
    assert np.all(conditional < marginal)


def test_local_minima_of_the_reverse_kl(rng):
    """The same by `lib`, on a grid of x and not of ε, from as many starts."""
    mixture, right = CHECKS.random_landscape(rng)
    weights, means, stds = mixture
    with jax.enable_x64(True):
        grid = kl_fit.grid(40.0, 0.05)
        p = distributions.Mixture(weights, means[:, None], (stds**2)[:, None, None])
        log_p = p.log_prob(grid.points)
        start = np.stack([*np.meshgrid(np.linspace(-5, 5, 7), [-0.3, 0.5, 1.1])], -1).reshape(-1, 2)
        fit = jax.vmap(kl_fit.fit, (0, None, None, None))
        found = jax.tree.map(np.asarray, fit(start, kl_fit.REVERSE_KL, log_p, grid))
    ended = (found.slope < 1e-9) & (found.curvature > 0)
    rows = np.stack([found.x[:, 0], np.exp(found.x[:, 1]), found.value], axis=1)[ended]
    unique = [r for i, r in enumerate(rows) if not any(abs(r - q).max() < 1e-4 for q in rows[:i])]
    np.testing.assert_allclose(sorted(map(tuple, unique)), right, atol=2e-5)


def test_no_local_minimum_is_missed(rng):
    """Every point of a fine grid of (μ, log σ) that is lower than its neighbours is near one."""
    mixture, right = CHECKS.random_landscape(rng)
    mean, log_std = np.linspace(-6, 6, 97), np.linspace(-1, 1.6, 53)
    values = np.empty((97, 53))
    for j, each in enumerate(log_std):
        values[:, j], _, _ = CHECKS.derivatives(mixture, mean, np.full(97, each))
    inner = values[1:-1, 1:-1]
    lowest = np.ones_like(inner, bool)
    for i in (0, 1, 2):
        for j in (0, 1, 2):
            lowest &= inner <= values[i : i + 95, j : j + 51]
    near = [
        CHECKS.distances(right, mean[i + 1], math.exp(log_std[j + 1])) < 0.3
        for i, j in np.argwhere(lowest)
    ]
    assert np.all(np.any(near, axis=1)) and np.all(np.any(near, axis=0))


def test_values_and_slopes_of_the_reverse_kl(rng):
    mixture, _ = CHECKS.random_landscape(rng)
    theta = np.array([[0.4, 0.3], [-1.0, 0.9], [2.0, 0.0]])

    def value(mean, log_std):
        def integrand(x):
            log_q = stats.norm.logpdf(x, mean, math.exp(log_std))
            return math.exp(log_q) * (log_q - CHECKS.log_density(mixture, np.array([x]))[0])

        reach = 9 * math.exp(log_std)
        return integrate.quad(integrand, mean - reach, mean + reach, limit=200, epsabs=1e-11)[0]

    found, slope, hessian = CHECKS.derivatives(mixture, *theta.T)
    np.testing.assert_allclose(found, [value(*row) for row in theta], atol=1e-8)
    step = 1e-4
    for row, at, bend in zip(theta, slope, hessian, strict=True):
        for axis, move in enumerate(np.eye(2) * [math.exp(row[1]), 1] * step):
            ends = np.array([row + move, row - move])
            values, slopes, _ = CHECKS.derivatives(mixture, *ends.T)
            assert (values[0] - values[1]) / (2 * step) == pytest.approx(at[axis], abs=1e-6)
            slopes[:, 0] *= math.exp(row[1]) / np.exp(ends[:, 1])  # in one unit at both ends
            np.testing.assert_allclose((slopes[0] - slopes[1]) / (2 * step), bend[axis], atol=1e-5)


def test_the_forward_kl_on_the_line(rng):
    mixture, _ = CHECKS.random_landscape(rng)
    weights, means, stds = mixture
    with jax.enable_x64(True):
        grid = kl_fit.grid(40.0, 0.05)
        p = distributions.Mixture(weights, means[:, None], (stds**2)[:, None, None])
        q = kl_fit.log_normal(np.array([0.3, 0.8]), grid.points)
        right = kl_fit.divergence(kl_fit.FORWARD_KL, p.log_prob(grid.points), q, grid.volume)
    found = CHECKS.forward_kl(mixture, 0.3, math.exp(0.8))
    assert found == pytest.approx(float(right), abs=1e-9)


def test_the_ruler(rng):
    x, means, std, _, counts = CHECKS.random_scatter(rng)
    with jax.enable_x64(True):
        report = mode_coverage.mode_report(x, means, std=std)
        right = float(mode_coverage.imbalance(np.asarray(report.counts)))
    np.testing.assert_array_equal(counts, report.counts)
    assert CHECKS.imbalance(counts) == pytest.approx(right, abs=1e-12)


def test_the_uneven_draws(rng):
    """They are counted as they were made; five ways to say who is served say five numbers."""
    x, means, std, counts = CHECKS.uneven_draws(rng)
    with jax.enable_x64(True):
        np.testing.assert_array_equal(counts, mode_coverage.mode_report(x, means, std=std).counts)
    ends = 300 / 40, 300 / 35, len(x) / 40, 1, 300 / 8
    assert [np.sum(counts >= end) for end in ends] == [5, 4, 3, 7, 2]


def test_the_imbalance_of_fair_draws():
    """About (K − 1)/2n, as the notes to question 7 say: 4000 repetitions, six standard errors."""
    counts = np.random.default_rng(0).multinomial(2000, np.full(6, 1 / 6), size=4000)
    values = np.array([CHECKS.imbalance(each) for each in counts])
    error = values.std() / math.sqrt(len(values))
    assert abs(values.mean() - 5 / 4000) < 6 * error < 0.1 * 5 / 4000


@pytest.mark.parametrize("d", [2, 4, 10, 22])
def test_the_ceiling(d):
    assert CHECKS.ball(d) == pytest.approx(stats.chi2.cdf(9, d), rel=1e-9)


def test_what_is_said_of_a_hundred_dimensions():
    assert stats.chi2.cdf(9, 100) < 1e-30


def test_what_is_called_impossible_is_not_found_in_a_search():
    """60 mixtures: the two bounds of question 8; both are nearly attained."""
    rng, narrow, values = np.random.default_rng(0), [], []
    for _ in range(60):
        w, d, s = rng.uniform([0.05, 0, 0.5], [0.95, 6, 2])
        mixture = np.array([w, 1 - w]), np.array([-d, d]), np.array([1.0, s])
        found = CHECKS.minima(mixture, *CHECKS.even(CHECKS.FINE))
        narrow.append(found[:, 1].min() / min(1, s))
        values.append(found[:, 2].min() + math.log(max(w, 1 - w)))
    assert 1 - 1e-6 < min(narrow) < 1.001
    assert -1e-3 < max(values) < 1e-6


def test_the_broad_minimum_of_unequal_components_goes():
    """What the picture of question 6 shows."""
    count = {}
    for d in (4.9, 5.2):
        mixture = np.array([0.4, 0.6]), np.array([-d, d]), np.ones(2)
        count[d] = len(CHECKS.minima(mixture, *CHECKS.even(CHECKS.FINE)))
    assert count == {4.9: 3, 5.2: 2}
