"""The fits against NumPy, and EM against its theorem: the likelihood never falls."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

from lib.distributions import Mixture
from lib.maximum_likelihood import fit_gaussian, fit_mixture, mixture_em_step


def points(seed=0, n=200):
    """Two overlapping clouds in the plane, unequally scaled."""
    rng = np.random.default_rng(seed)
    cloud = rng.normal(size=(n, 2)) * [2.0, 0.5] + [1.0, -3.0]
    cloud[: n // 3] += [3.0, 2.0]
    return jnp.asarray(cloud, jnp.float32)


def mixture(seed=1, k=3):
    rng = np.random.default_rng(seed)
    factor = rng.normal(size=(k, 2, 2))
    parts = rng.dirichlet(np.ones(k)), rng.normal(size=(k, 2)), factor @ factor.swapaxes(1, 2)
    return Mixture(*(jnp.asarray(part, jnp.float32) for part in (*parts[:2], parts[2] + np.eye(2))))


@jax.jit
def likelihood(mixture, x):
    return mixture.log_prob(x).mean()


def test_gaussian_has_the_moments_of_the_points():
    x = points()
    gaussian = fit_gaussian(x)
    np.testing.assert_allclose(gaussian.mean, np.mean(x, axis=0), rtol=1e-5)
    np.testing.assert_allclose(gaussian.cov, np.cov(np.asarray(x).T, bias=True), rtol=1e-4)


def test_gaussian_is_the_most_likely_one():
    x = points()
    best = fit_gaussian(x)
    at_best = best.log_prob(x).mean()
    for scale in (0.9, 1.1):
        assert best._replace(cov=scale * best.cov).log_prob(x).mean() < at_best - 1e-3
        assert best._replace(mean=scale * best.mean).log_prob(x).mean() < at_best - 1e-3


def test_one_step_of_em_by_hand():
    x, start = points(), mixture()
    weights, means, covs = (np.asarray(part, float) for part in start)
    density = [stats.multivariate_normal(m, c).pdf(x) for m, c in zip(means, covs, strict=True)]
    r = weights[:, None] * np.array(density)
    r /= r.sum(axis=0)
    new_means = r @ np.asarray(x, float) / r.sum(axis=1)[:, None]
    found = mixture_em_step(start, x)
    np.testing.assert_allclose(found.weights, r.mean(axis=1), rtol=1e-4)
    np.testing.assert_allclose(found.means, new_means, rtol=1e-3, atol=1e-3)
    for k in range(3):
        cov = np.cov(np.asarray(x, float).T, aweights=r[k], bias=True)
        np.testing.assert_allclose(found.covs[k], cov, rtol=1e-3, atol=1e-3)


def test_shrinkage_is_as_many_more_points_of_the_overall_covariance():
    x, start = points(), mixture()
    plain, shrunk = mixture_em_step(start, x), mixture_em_step(start, x, shrinkage=7.0)
    np.testing.assert_array_equal(shrunk.weights, plain.weights)
    np.testing.assert_array_equal(shrunk.means, plain.means)
    for weight, cov, found in zip(plain.weights, plain.covs, shrunk.covs, strict=True):
        count, whole = float(weight) * len(x), np.cov(np.asarray(x).T, bias=True)
        right = (count * np.asarray(cov) + 7 * whole) / (count + 7)
        np.testing.assert_allclose(found, right, rtol=1e-4, atol=1e-5)


def test_a_component_on_too_few_points_ends_in_nan_but_for_shrinkage():
    x = jnp.concatenate([points(), jnp.full((3, 2), 40.0)])  # three points in one place
    for shrinkage, finite in ((0.0, False), (1.0, True)):
        fits = [
            fit_mixture(jax.random.key(i), x, components=20, steps=60, shrinkage=shrinkage)
            for i in range(5)
        ]
        assert all(np.isfinite(fit.covs).all() for fit in fits) == finite


@pytest.mark.parametrize("seed", range(3))
def test_em_never_lowers_the_likelihood(seed):
    x, current, values = points(seed), mixture(seed), []
    for _ in range(30):
        values.append(likelihood(current, x))
        current = mixture_em_step(current, x)
    assert np.diff(values).min() >= -1e-5  # rounding of about 4 nats
    assert values[-1] > values[0] + 0.1


def test_one_component_is_the_gaussian_at_once():
    x = points()
    found, gaussian = fit_mixture(jax.random.key(0), x, components=1, steps=1), fit_gaussian(x)
    np.testing.assert_allclose(found.weights, [1], rtol=1e-6)
    np.testing.assert_allclose(found.means[0], gaussian.mean, rtol=1e-5)
    np.testing.assert_allclose(found.covs[0], gaussian.cov, rtol=1e-4)


def test_steps_of_em_start_from_different_points():
    x, key = points(), jax.random.key(0)
    start = fit_mixture(key, x, components=200, steps=0)
    np.testing.assert_array_equal(np.unique(start.means, axis=0), np.unique(x, axis=0))
    np.testing.assert_allclose(start.weights, 1 / 200)
    np.testing.assert_array_equal(start.covs, np.tile(fit_gaussian(x).cov, (200, 1, 1)))
    start = fit_mixture(key, x, components=4, steps=0)
    twice = fit_mixture(key, x, components=4, steps=2)
    jax.tree.map(
        lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-5),
        mixture_em_step(mixture_em_step(start, x), x),
        twice,
    )


def test_mixture_finds_the_one_that_the_points_were_drawn_from():
    truth = Mixture(
        jnp.array([0.7, 0.3]),
        jnp.array([[-3.0, 0.0], [3.0, 1.0]]),
        jnp.stack([jnp.eye(2), jnp.diag(jnp.array([0.3, 2.0]))]),
    )
    x = truth.sample(jax.random.key(0), 20_000)
    found = fit_mixture(jax.random.key(1), x, components=2, steps=100)
    order = jnp.argsort(found.means[:, 0])
    # At least 6000 points to each component: 5 standard errors of a mean or a variance of 2.
    np.testing.assert_allclose(found.weights[order], truth.weights, atol=5 * 0.46 / 20_000**0.5)
    np.testing.assert_allclose(found.means[order], truth.means, atol=5 * (2 / 6000) ** 0.5)
    np.testing.assert_allclose(found.covs[order], truth.covs, atol=5 * 2 * (2 / 6000) ** 0.5)


def test_eager_jit_and_vmap_agree():
    x = jnp.stack([points(0, 30), points(1, 30)])
    start = mixture()
    mapped = jax.jit(jax.vmap(mixture_em_step, (None, 0)))(start, x)
    for i in range(2):
        with jax.disable_jit():
            eager = mixture_em_step(start, x[i])
        for a, b in zip(eager, mapped, strict=True):
            np.testing.assert_allclose(a, b[i], rtol=1e-4, atol=1e-5)
