"""The model solved by hand, against brute-force Gaussian conditioning, scipy and calculus."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lib import linear_gaussian
from lib.divergences import kl_gaussian
from lib.linear_gaussian import LinearGaussian, LinearVAE, em, kl_to_prior, latents

D, LATENTS, N = 4, 2, 5
examples = settings(max_examples=25, derandomize=True, deadline=None, database=None)
# Float64 throughout: the matrices have condition numbers below 1000, times rounding 1e-16.
TIGHT = 1e-10

# Compiled: faster here. That it is the same as uncompiled is tested below.
exact_elbo = jax.jit(linear_gaussian.exact_elbo)
em_step = jax.jit(linear_gaussian.em_step)
ppca = jax.jit(linear_gaussian.ppca, static_argnames="latents")
log_prob = jax.jit(lambda model, x: model.log_prob(x))
posterior = jax.jit(lambda model, x: model.posterior(x))


@pytest.fixture(autouse=True)
def float64():
    with jax.enable_x64(True):
        yield


def random_model(seed=0, dimension=D, d=LATENTS):
    rng = np.random.default_rng(seed)
    weight, mean = rng.normal(size=(dimension, d)), rng.normal(size=dimension)
    return LinearGaussian(*map(jnp.asarray, (weight, mean, rng.normal() / 2)))


def points(seed=1, n=N, dimension=D):
    return jnp.asarray(2 * np.random.default_rng(seed).normal(size=(n, dimension)))


def random_q(seed=2, n=N):
    """Any Gaussian q: means, and a covariance that is not diagonal."""
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(LATENTS, LATENTS))
    return jnp.asarray(rng.normal(size=(n, LATENTS))), jnp.asarray(root @ root.T + 0.2 * np.eye(2))


def joint(model):
    """The mean and covariance of (z, x), from their definition x = Wz + μ + σε."""
    weight, mean, log_var = map(np.asarray, model)
    dimension, d = weight.shape
    spread = np.block([[np.eye(d), np.zeros((d, dimension))], [weight, np.eye(dimension)]])
    noise = np.diag(np.concatenate([np.ones(d), np.full(dimension, np.exp(log_var))]))
    return np.concatenate([np.zeros(d), mean]), spread @ noise @ spread.T


def brute_posterior(model, x):
    """p(z|x) by conditioning the joint Gaussian, the textbook's block formula."""
    mean, cov = joint(model)
    d = latents(model)
    gain = cov[:d, d:] @ np.linalg.inv(cov[d:, d:])
    return mean[:d] + (np.asarray(x) - mean[d:]) @ gain.T, cov[:d, :d] - gain @ cov[d:, :d]


def test_log_prob_agrees_with_scipy():
    model, x = random_model(), points()
    mean, cov = joint(model)
    marginal = stats.multivariate_normal(mean[LATENTS:], cov[LATENTS:, LATENTS:])
    np.testing.assert_allclose(model.covariance(), marginal.cov, rtol=TIGHT)
    np.testing.assert_allclose(log_prob(model, x), marginal.logpdf(x), rtol=TIGHT)
    assert log_prob(model, x[0]).shape == ()
    # log σ² taken for σ² would be another covariance.
    assert abs(model.covariance() - model.weight @ model.weight.T)[0, 0] > 0.1
    assert log_prob(model, x).dtype == jnp.float64


def test_log_prob_is_the_integral_over_the_latent():
    # d = 1: the trapezoidal rule is exact to rounding on a Gaussian integrand.
    model, x = random_model(d=1), points()
    z = np.linspace(-12, 12, 2001)
    weight, mean, log_var = map(np.asarray, model)
    likelihood = stats.norm.pdf(
        np.asarray(x)[:, None], z[:, None] * weight[:, 0] + mean, np.exp(log_var / 2)
    ).prod(-1)
    integral = np.trapezoid(likelihood * stats.norm.pdf(z), z)
    np.testing.assert_allclose(log_prob(model, x), np.log(integral), rtol=TIGHT)


@pytest.mark.parametrize("d", [1, 2, 3])
def test_posterior_is_the_conditional_of_the_joint_gaussian(d):
    model, x = random_model(3, d=d), points()
    mean, cov = posterior(model, x)
    expected_mean, expected_cov = brute_posterior(model, x)
    np.testing.assert_allclose(mean, expected_mean, rtol=TIGHT, atol=TIGHT)
    np.testing.assert_allclose(cov, expected_cov, rtol=TIGHT, atol=TIGHT)
    assert abs(cov / jnp.exp(model.log_var) - cov).max() > 1e-3  # M⁻¹ without σ²


def test_posterior_by_hand_in_one_dimension():
    # W = 2, σ² = 4, μ = 1, x = 5: M = 8, mean 2·4/8 = 1, variance 4/8.
    model = LinearGaussian(jnp.array([[2.0]]), jnp.ones(1), jnp.log(4.0))
    mean, cov = posterior(model, jnp.array([[5.0]]))
    assert (mean.item(), cov.item()) == pytest.approx((1.0, 0.5))


def test_samples_have_the_mean_and_covariance_of_the_marginal():
    # 14 checks within 5 standard errors: a false alarm once in 120 000 keys.
    model, n = random_model(), 20_000
    x = np.asarray(model.sample(jax.random.key(0), n))
    mean, cov = np.asarray(model.mean), np.asarray(model.covariance())
    assert (abs(x.mean(0) - mean) <= 5 * stats.sem(x)).all()
    products = np.einsum("ni,nj->nij", x - mean, x - mean)
    error = products.std(0) / np.sqrt(n)
    assert (abs(products.mean(0) - cov) <= 5 * error).all()
    var = float(jnp.exp(model.log_var))
    assert abs(var**2 - var) > 5 * error.max()  # noise scaled by σ² instead of σ


# The ELBO.


def test_exact_elbo_by_hand():
    # W = 2, σ² = 4, μ = 0, x = 3, q = N(1, ½): residual 1, spread 2.
    model = LinearGaussian(jnp.array([[2.0]]), jnp.zeros(1), jnp.log(4.0))
    reconstruction = -(np.log(2 * np.pi * 4) + (1 + 2) / 4) / 2
    kl = (1 + 0.5 - 1 - np.log(0.5)) / 2
    found = exact_elbo(model, jnp.array([[3.0]]), jnp.ones((1, 1)), jnp.array([[0.5]]))
    assert found.item() == pytest.approx(reconstruction - kl, rel=TIGHT)


@examples
@given(st.integers(0, 10**6))
def test_elbo_is_log_prob_less_the_divergence_from_the_posterior(seed):
    with jax.enable_x64(True):
        model, x = random_model(seed), points(seed + 1)
        mean, cov = random_q(seed + 2)
        found, log_p = exact_elbo(model, x, mean, cov), log_prob(model, x)
        post_mean, post_cov = brute_posterior(model, x)
        covs = [np.broadcast_to(c, (N, 2, 2)) for c in (cov, post_cov)]
        gap = kl_gaussian(mean, covs[0], post_mean, covs[1])
        np.testing.assert_allclose(found, log_p - gap, rtol=1e-8)
        assert (found <= log_p).all()


def test_the_gap_is_the_divergence_in_this_order():
    model, x = random_model(), points()
    mean, cov = random_q()
    post_mean, post_cov = (jnp.asarray(a) for a in brute_posterior(model, x))
    wrong = kl_gaussian(post_mean[0], post_cov, mean[0], cov)
    gap = (log_prob(model, x) - exact_elbo(model, x, mean, cov))[0]
    assert abs(gap - wrong) > 0.1


def test_elbo_is_tight_at_the_posterior_and_flat_around_it():
    model, x = random_model(), points()
    mean, cov = posterior(model, x)
    np.testing.assert_allclose(exact_elbo(model, x, mean, cov), log_prob(model, x), rtol=TIGHT)
    slopes = jax.jit(jax.grad(lambda m, c: exact_elbo(model, x, m, c).sum(), (0, 1)))(mean, cov)
    for slope in slopes:
        np.testing.assert_allclose(slope, 0, atol=1e-9)


def test_kl_to_prior_by_hand():
    # Row (2, 0) under diag(4, 1): ½(4 + 4 − 1 − log 4).
    found = kl_to_prior(jnp.array([[2.0, 0.0], [0.0, 0.0]]), jnp.diag(jnp.array([4.0, 1.0])))
    np.testing.assert_allclose(found, [(7 - np.log(4)) / 2, (3 - np.log(4)) / 2], rtol=TIGHT)


def linear_vae(seed=0):
    rng = np.random.default_rng(seed)
    weight, bias = rng.normal(size=(LATENTS, D)) / 2, rng.normal(size=LATENTS)
    return LinearVAE(random_model(seed), *map(jnp.asarray, (weight, bias, rng.normal(size=2) / 2)))


def test_linear_vae_by_its_definition():
    vae, x = linear_vae(), points()
    mean, log_var = vae.encode(x)
    expected = np.asarray(x) @ np.asarray(vae.weight).T + np.asarray(vae.bias)
    np.testing.assert_allclose(mean, expected, rtol=TIGHT, atol=TIGHT)
    np.testing.assert_allclose(log_var, np.tile(vae.log_var, (N, 1)))
    z = points(5, dimension=LATENTS)
    centre = np.asarray(z) @ np.asarray(vae.model.weight).T + np.asarray(vae.model.mean)
    std = np.exp(np.asarray(vae.model.log_var) / 2)
    log_likelihood = stats.norm.logpdf(x, centre, std).sum(-1)
    np.testing.assert_allclose(vae.log_likelihood(x, z), log_likelihood, rtol=TIGHT)
    assert vae.log_likelihood(x[0], z[0]) == pytest.approx(log_likelihood[0])
    assert vae.encode(x[0])[0].shape == (LATENTS,)
    cov = jnp.diag(jnp.exp(vae.log_var))
    np.testing.assert_allclose(vae.exact_elbo(x), exact_elbo(vae.model, x, mean, cov), rtol=TIGHT)


# Maximum likelihood.


def training_set(n=200):
    return random_model(7).sample(jax.random.key(1), n)


def mean_log_prob(model, x):
    return float(np.mean(log_prob(model, x)))


def test_em_never_lowers_the_likelihood_and_reports_it_before_each_step():
    x, model = training_set(), random_model(11)
    _, history = em(model, x, steps=40)
    by_hand = []
    for _ in range(5):
        by_hand.append(mean_log_prob(model, x))
        model = em_step(model, x)
    np.testing.assert_allclose(history[:5], by_hand, rtol=TIGHT)
    assert (jnp.diff(history) >= -TIGHT).all()
    assert history[-1] - history[0] > 0.1


def complete_log_likelihood(model, z, cov, x):
    """Σᵢ E[log p(xᵢ, zᵢ)] with zᵢ ~ N(z̄ᵢ, cov): the ELBO but for the entropy of q."""
    entropy = len(x) * jnp.linalg.slogdet(2 * jnp.pi * jnp.e * cov)[1] / 2
    return exact_elbo(model, x, z, cov).sum() - entropy


def test_m_step_is_where_the_gradient_of_the_expected_log_likelihood_vanishes():
    x = training_set()
    model = random_model(11)._replace(mean=x.mean(0))
    z, cov = posterior(model, x)
    slope = jax.jit(jax.grad(complete_log_likelihood))

    # W and σ² together; μ is set to the sample mean beforehand, where W z̄ averages to zero.
    at_step = slope(em_step(model, x), z, cov, x)
    before = slope(model, z, cov, x)
    for part in ("weight", "log_var", "mean"):
        np.testing.assert_allclose(getattr(at_step, part), 0, atol=1e-8 * len(x))
    assert abs(before.weight).max() > 1
    assert abs(before.log_var) > 1


def test_mean_of_the_em_step_is_the_sample_mean():
    x = training_set()
    np.testing.assert_allclose(em_step(random_model(11), x).mean, x.mean(0), rtol=TIGHT)


def test_ppca_is_a_fixed_point_of_em_and_other_models_are_not():
    x = training_set()
    best = ppca(x, LATENTS)
    for found, expected in zip(em_step(best, x), best, strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-9)
    other = best._replace(weight=1.1 * best.weight)
    assert abs(em_step(other, x).weight - other.weight).max() > 1e-3


def test_em_converges_to_the_covariance_of_ppca():
    x = training_set()
    # The error shrinks by the same factor each step; after 500 steps it is below rounding × 1e3.
    found, history = em(random_model(11), x, steps=500)
    best = ppca(x, LATENTS)
    np.testing.assert_allclose(found.covariance(), best.covariance(), atol=1e-8)
    assert float(history[-1]) == pytest.approx(mean_log_prob(best, x), rel=TIGHT)


def test_ppca_beats_every_perturbed_model():
    x = training_set()
    best = ppca(x, LATENTS)
    rng = np.random.default_rng(0)
    for scale in (1e-3, 1e-2, 0.1, 1.0):
        for _ in range(5):
            moved = jax.tree.map(lambda a, s=scale: a + s * rng.normal(size=a.shape), best)
            assert mean_log_prob(moved, x) < mean_log_prob(best, x)
    slope = jax.jit(jax.grad(lambda model: jnp.mean(log_prob(model, x))))(best)
    for part in slope:
        np.testing.assert_allclose(part, 0, atol=1e-9)


@pytest.mark.parametrize("d", [1, 2, 3])
def test_ppca_by_its_definition(d):
    x = training_set()
    model = ppca(x, d)
    values, vectors = np.linalg.eigh(np.cov(np.asarray(x).T, bias=True))
    var = values[:-d].mean()
    np.testing.assert_allclose(jnp.exp(model.log_var), var, rtol=TIGHT)
    np.testing.assert_allclose(model.mean, x.mean(0), rtol=TIGHT)
    top = vectors[:, -d:]
    expected = top @ np.diag(values[-d:] - var) @ top.T
    np.testing.assert_allclose(model.weight @ model.weight.T, expected, atol=1e-9)
    # Columns by falling variance, orthogonal.
    np.testing.assert_allclose(
        model.weight.T @ model.weight, np.diag(values[::-1][:d] - var), atol=1e-9
    )
    # The covariance over n − 1 would be a model of lower likelihood.
    assert abs(np.cov(np.asarray(x).T)[0, 0] - model.covariance()[0, 0]) > 1e-4


def test_ppca_is_the_sample_covariance_when_one_direction_is_left():
    x = training_set()
    found = ppca(x, D - 1).covariance()
    np.testing.assert_allclose(found, np.cov(np.asarray(x).T, bias=True), atol=1e-9)


@pytest.mark.parametrize("d", range(1, 7))
def test_ppca_of_a_round_cloud_has_no_latent_direction(d):
    # All eigenvalues are equal; their mean may exceed them by rounding.
    cloud = np.concatenate([np.eye(7), -np.eye(7)]).astype(np.float32) * np.float32(0.3)
    with jax.enable_x64(False):
        np.testing.assert_allclose(ppca(jnp.asarray(cloud), d).weight, 0, atol=1e-3)


def test_eager_and_jit_agree():
    x, model = training_set(), random_model(11)
    pairs = [
        (linear_gaussian.em_step(model, x), em_step(model, x)),
        (em(model, x, steps=1)[0], em_step(model, x)),
        (linear_gaussian.ppca(x, 2).covariance(), ppca(x, 2).covariance()),
        (linear_gaussian.exact_elbo(model, x, *posterior(model, x)), log_prob(model, x)),
        (model.posterior(x), posterior(model, x)),
        (model.log_prob(x), log_prob(model, x)),
        (jax.jit(jax.vmap(log_prob, (None, 0)))(model, x), log_prob(model, x)),
    ]
    for a, b in pairs:
        jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-9), a, b)


def test_float32_stays_float32():
    with jax.enable_x64(False):
        model = jax.tree.map(lambda a: jnp.asarray(np.asarray(a), jnp.float32), random_model())
        x = jnp.asarray(np.asarray(points()), jnp.float32)
        results = (log_prob(model, x), *posterior(model, x), *em_step(model, x), *ppca(x, 2))
        assert {a.dtype for a in results} == {jnp.dtype(jnp.float32)}
        reference = random_model()
    exact = log_prob(reference, points())
    # Float32 rounding 6e-8 times the condition number, below 100.
    np.testing.assert_allclose(results[0], exact, rtol=1e-5)
