"""Densities against scipy and quadrature; samplers against the moments of their densities."""

import functools
import itertools

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import integrate, stats

from lib.distributions import (
    Gaussian,
    Mixture,
    bernoulli_log_prob,
    lattice,
    normal_log_prob,
    ring,
    two_moons,
    two_moons_log_prob,
)

F32 = 16 * float(np.finfo(np.float32).eps)  # rounding of a short sum of terms of order 1
N = 20_000
# Sample means are compared within 5 standard errors: one false alarm in 1.7 million checks.

GAUSSIAN = Gaussian(jnp.array([1.0, -2.0]), jnp.array([[2.0, 0.9], [0.9, 0.7]]))
MIXTURE = Mixture(
    jnp.array([0.2, 0.5, 0.3]),
    jnp.array([[0.0, 0.0], [3.0, 1.0], [-2.0, 2.0]]),
    jnp.array([[[1.0, 0.0], [0.0, 1.0]], [[0.5, 0.3], [0.3, 0.4]], [[2.0, -1.0], [-1.0, 1.0]]]),
)


@jax.jit
def log_prob(model, x):
    """Compiled: faster here. That it is the same as uncompiled is tested below."""
    return model.log_prob(x)


@functools.partial(jax.jit, static_argnames="n")
def sample(model, key, n):
    return model.sample(key, n)


def scipy_mixture(mixture, x):
    parts = zip(*map(np.asarray, mixture), strict=True)
    return np.log(sum(w * stats.multivariate_normal(m, c).pdf(x) for w, m, c in parts))


def double(model):
    return jax.tree.map(lambda a: jnp.asarray(np.asarray(a), jnp.float64), model)


# Diagonal normal and Bernoulli.


def test_normal_log_prob_agrees_with_scipy_and_log_var_is_a_log_variance():
    x, mean, log_var = np.random.default_rng(0).normal(size=(3, 5, 4)).astype(np.float32)
    found = normal_log_prob(x, mean, log_var)
    expected = stats.norm.logpdf(x, mean, np.exp(log_var / 2)).sum(-1)
    np.testing.assert_allclose(found, expected, rtol=F32)
    as_std = stats.norm.logpdf(x, mean, np.exp(log_var)).sum(-1)
    assert (abs(as_std - expected) > 1e-3).all()


def test_bernoulli_log_prob_agrees_with_scipy():
    rng = np.random.default_rng(0)
    x, logits = rng.integers(0, 2, (5, 4)).astype(np.float32), rng.normal(size=(5, 4))
    expected = stats.bernoulli.logpmf(x, 1 / (1 + np.exp(-logits))).sum(-1)
    found = bernoulli_log_prob(x, logits.astype(np.float32))
    np.testing.assert_allclose(found, expected, rtol=F32)
    assert (abs(found - expected / 4) > 0.1).all()  # the sum over the pixels, not their mean


def test_bernoulli_probabilities_of_all_images_sum_to_one():
    images = jnp.array(list(itertools.product([0.0, 1.0], repeat=6)))
    logits = jnp.broadcast_to(jnp.linspace(-3, 3, 6), images.shape)
    assert jnp.exp(bernoulli_log_prob(images, logits)).sum() == pytest.approx(1, abs=F32)


def test_bernoulli_log_prob_of_grey_pixels_is_the_cross_entropy():
    # x = ¼ at s = ½: −log 2 whatever x; at logit log 3, s = ¾: ¼ log ¾ + ¾ log ¼.
    x = jnp.array([0.25])
    assert bernoulli_log_prob(x, jnp.zeros(1)) == pytest.approx(-np.log(2), abs=F32)
    expected = 0.25 * np.log(0.75) + 0.75 * np.log(0.25)
    assert bernoulli_log_prob(x, jnp.log(jnp.array([3.0]))) == pytest.approx(expected, abs=F32)


@pytest.mark.parametrize(
    "x, logit, value", [(1, 1e4, 0), (0, -1e4, 0), (1, -1e4, -1e4), (0, 90, -90)]
)
def test_bernoulli_log_prob_is_stable_for_large_logits(x, logit, value):
    x, logits = jnp.array([x], jnp.float32), jnp.array([logit], jnp.float32)
    assert bernoulli_log_prob(x, logits) == value
    gradient = jax.grad(bernoulli_log_prob, 1)(x, logits)
    np.testing.assert_allclose(gradient, x - jax.nn.sigmoid(logits), atol=F32)


# Gaussian and mixture.


@pytest.mark.parametrize("shape", [(2,), (7, 2), (3, 4, 2), (0, 2)])
@pytest.mark.parametrize("array", [np.asarray, jnp.asarray])
def test_log_prob_agrees_with_scipy_for_every_batch_shape(shape, array):
    x = 2 * np.random.default_rng(1).normal(size=shape)
    gaussian = stats.multivariate_normal(np.asarray(GAUSSIAN.mean), np.asarray(GAUSSIAN.cov))
    # The condition number of the covariances, below 30, times rounding.
    for model, expected in ((GAUSSIAN, gaussian.logpdf(x)), (MIXTURE, scipy_mixture(MIXTURE, x))):
        found = log_prob(model, array(x.astype(np.float32)))
        assert found.shape == shape[:-1]
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("model", [GAUSSIAN, MIXTURE], ids=["Gaussian", "Mixture"])
def test_float64_in_float64_out(model):
    x = np.random.default_rng(2).normal(size=(5, 2))
    with jax.enable_x64(True):
        model = double(model)
        found, draws = log_prob(model, x), sample(model, jax.random.key(0), 3)
        assert found.dtype == draws.dtype == jnp.float64
        parts = model if isinstance(model, Mixture) else [a[None] for a in (jnp.ones(()), *model)]
        expected = scipy_mixture(parts, x)
        np.testing.assert_allclose(found, expected, rtol=1e-12)


@pytest.mark.parametrize("model", [GAUSSIAN, MIXTURE], ids=["Gaussian", "Mixture"])
def test_density_integrates_to_one(model):
    ticks = np.linspace(-14, 14, 281, dtype=np.float32)
    density = np.exp(log_prob(model, np.stack(np.meshgrid(ticks, ticks), axis=-1)))
    total = integrate.trapezoid(integrate.trapezoid(np.asarray(density, float), dx=0.1), dx=0.1)
    # Float32 log densities near the mode, off by 1e-6 each; the rule itself is exact to rounding.
    assert total == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("model", [GAUSSIAN, MIXTURE], ids=["Gaussian", "Mixture"])
def test_eager_jit_and_vmap_agree(model):
    x = np.random.default_rng(3).normal(size=(5, 2)).astype(np.float32)
    eager = model.log_prob(x)
    np.testing.assert_allclose(log_prob(model, x), eager, rtol=1e-5)
    mapped = jax.jit(jax.vmap(log_prob, (None, 0)))(model, x)
    np.testing.assert_allclose(mapped, eager, rtol=1e-5)
    draw = sample(model, jax.random.key(0), 4)
    np.testing.assert_allclose(draw, model.sample(jax.random.key(0), 4), rtol=1e-5, atol=1e-5)


def test_a_component_of_weight_zero_does_not_count():
    single = Mixture(jnp.array([0.0, 1.0, 0.0]), *MIXTURE[1:])
    x = jnp.array([[0.0, 0.0], [50.0, 50.0]])
    only = Gaussian(MIXTURE.means[1], MIXTURE.covs[1])
    np.testing.assert_allclose(log_prob(single, x), log_prob(only, x), rtol=1e-5)
    gradient = jax.jit(jax.grad(lambda x: log_prob(single, x).sum()))(x)
    assert np.isfinite(gradient).all()


def test_mixture_log_prob_is_finite_far_from_every_mode():
    # Each density underflows; the log-sum-exp does not.
    assert -np.inf < log_prob(MIXTURE, np.full(2, 100, np.float32)) < -1000


def moments(model):
    """The exact mean and covariance."""
    if isinstance(model, Gaussian):
        return map(np.asarray, model)
    weights, means, covs = map(np.asarray, model)
    mean = weights @ means
    second = np.einsum("k,kij->ij", weights, covs + means[:, :, None] * means[:, None, :])
    return mean, second - np.outer(mean, mean)


@pytest.mark.parametrize("model", [GAUSSIAN, MIXTURE], ids=["Gaussian", "Mixture"])
def test_samples_have_the_mean_and_covariance_of_the_density(model):
    # 6 checks per model within 5 standard errors.
    x = np.asarray(sample(model, jax.random.key(0), N), float)
    mean, cov = moments(model)
    assert (abs(x.mean(0) - mean) <= 5 * stats.sem(x)).all()
    products = np.einsum("ni,nj->nij", x - mean, x - mean)
    error = products.std(0) / np.sqrt(N)
    assert (abs(products.mean(0) - cov) <= 5 * error).all()
    chol = np.linalg.cholesky(cov)
    assert (abs(chol.T @ chol - cov) > 20 * error).any()  # Lᵀε instead of Lε


@pytest.mark.parametrize("model", [GAUSSIAN, MIXTURE], ids=["Gaussian", "Mixture"])
def test_samples_have_the_entropy_of_the_density(model):
    """The mean of −log p over samples, against the integral of −p log p over a lattice."""
    ticks = np.linspace(-14, 14, 281, dtype=np.float32)
    log_p = np.asarray(log_prob(model, np.stack(np.meshgrid(ticks, ticks), axis=-1)), float)
    entropy = -(np.exp(log_p) * log_p).sum() * 0.1**2
    values = -np.asarray(log_prob(model, sample(model, jax.random.key(1), N)))
    assert abs(values.mean() - entropy) <= 5 * stats.sem(values)


def test_mixture_draws_components_by_their_weights():
    narrow = MIXTURE._replace(covs=1e-4 * jnp.broadcast_to(jnp.eye(2), (3, 2, 2)))
    x, means = np.asarray(sample(narrow, jax.random.key(0), N)), np.asarray(narrow.means)
    nearest = np.argmin(np.linalg.norm(x[:, None] - means[None], axis=-1), axis=1)
    share = np.bincount(nearest, minlength=3) / N
    w = np.asarray(narrow.weights)
    error = np.sqrt(w * (1 - w) / N)
    assert (abs(share - w) <= 5 * error).all()
    assert (abs(1 / 3 - w) > 5 * error).any()


# Toy data sets.


def test_ring_is_equal_round_modes_on_a_circle():
    model = ring(modes=4, radius=3.0, std=0.5)
    expected = [[3, 0], [0, 3], [-3, 0], [0, -3]]
    np.testing.assert_allclose(model.means, expected, atol=3 * F32)
    np.testing.assert_allclose(model.covs, np.tile(0.25 * np.eye(2), (4, 1, 1)), rtol=F32)
    np.testing.assert_allclose(model.weights, 0.25)
    assert ring().means.shape == (8, 2)


def test_grid_is_a_centred_square_lattice():
    model = lattice(side=3, spacing=2.0, std=0.1)
    expected = set(itertools.product([-2.0, 0.0, 2.0], repeat=2))
    assert set(map(tuple, model.means.tolist())) == expected
    np.testing.assert_allclose(model.covs, np.tile(0.01 * np.eye(2), (9, 1, 1)), rtol=F32)
    assert lattice().means.shape == (25, 2)
    assert np.exp(log_prob(lattice(), np.zeros(2, np.float32))) == pytest.approx(
        1 / 25 / (2 * np.pi * 0.05**2), rel=1e-4
    )


def test_two_moons_lie_on_two_interleaved_half_circles():
    x, y = np.asarray(two_moons(jax.random.key(0), N, noise=1e-6)).T
    upper = (abs(x**2 + y**2 - 1) < 1e-4) & (y > -1e-4)
    lower = (abs((x - 1) ** 2 + (y - 0.5) ** 2 - 1) < 1e-4) & (y < 0.5 + 1e-4)
    assert (upper | lower).all()
    assert not (upper & lower).all()
    assert abs(upper.mean() - 0.5) <= 5 * 0.5 / np.sqrt(N)
    # Angles are even, so their cosines average 0 on either moon, with variance ½.
    for cosine in (x[upper], 1 - x[lower]):
        assert abs(cosine.mean()) <= 5 * np.sqrt(1 / 2 / cosine.size)
    # And cos² averages ½, with variance ⅛.
    assert abs(np.mean(x[upper] ** 2) - 0.5) <= 5 * np.sqrt(1 / 8 / upper.sum())


def test_two_moons_noise_is_the_standard_deviation():
    key = jax.random.key(1)
    noisy, clean = (np.asarray(two_moons(key, N, noise=noise)) for noise in (0.3, 1e-6))
    noise = (noisy - clean).ravel()
    # The standard error of a normal standard deviation is σ/√(2n).
    assert abs(noise.std() - 0.3) <= 5 * 0.3 / np.sqrt(2 * noise.size)
    assert abs(noise.mean()) <= 5 * 0.3 / np.sqrt(noise.size)


@pytest.mark.parametrize("noise", [0.1, 0.3])
def test_the_density_of_two_moons_is_the_mean_over_points_without_noise(noise):
    x = np.asarray(two_moons(jax.random.key(2), 40, noise=0.3), float)
    clean = np.asarray(two_moons(jax.random.key(3), N, noise=1e-6), float)
    squares = np.sum((x[:, None] - clean[None]) ** 2, axis=-1)
    values = np.exp(-squares / (2 * noise**2)) / (2 * np.pi * noise**2)
    error = values.std(axis=1) / np.sqrt(N)
    found = np.exp(np.asarray(two_moons_log_prob(x.astype(np.float32), noise=noise)))
    assert (abs(found - values.mean(axis=1)) <= 5 * error + 1e-3 * found).all()


@pytest.mark.parametrize("model", [GAUSSIAN, MIXTURE], ids=["Gaussian", "Mixture"])
def test_a_key_decides_the_sample(model):
    first, again, other = (np.asarray(sample(model, jax.random.key(k), 8)) for k in (0, 0, 1))
    assert first.shape == (8, 2)
    assert (first == again).all()
    assert (first != other).any()
