"""The bounds against models that can be solved: the linear VAE, and one latent by quadrature."""

import functools
import itertools

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from scipy import stats

from lib.data import binarize
from lib.divergences import kl_standard_normal
from lib.linear_gaussian import LinearGaussian, LinearVAE
from lib.monte_carlo import estimate
from lib.networks import MLP
from lib.train import gradient_step, init, train
from lib.vae import (
    VAE,
    GaussianVAE,
    LatentVariableModel,
    elbo,
    elbo_at,
    fit_posterior,
    iwae_bound,
    log_weights,
    reparameterize,
)

N = 20_000  # draws per checked mean
F32 = 16 * float(np.finfo(np.float32).eps)
PIXELS, LATENTS = 4, 2
KEY = jax.random.key(0)

# Compiled: many times faster here. That it is the same as uncompiled is tested below.
quick_elbo = jax.jit(elbo, static_argnames=("estimator", "samples"))
quick_elbo_at = jax.jit(elbo_at, static_argnames=("estimator", "samples"))
quick_bound = jax.jit(iwae_bound, static_argnames="samples")
quick_weights = jax.jit(log_weights, static_argnames="samples")


@jax.jit
def exact(vae, x):
    """The ELBO and the log-likelihood in closed form."""
    return vae.exact_elbo(x), vae.model.log_prob(x)


@jax.jit
def divergence(vae, x):
    return kl_standard_normal(*vae.encode(x))


def linear_vae(seed=0, weight=None):
    """A linear model with an encoder that is not the posterior."""
    rng = np.random.default_rng(seed)
    weight = rng.normal(size=(PIXELS, LATENTS)) if weight is None else weight
    parts = (weight, rng.normal(size=PIXELS), 0.3)
    model = LinearGaussian(*(jnp.asarray(a, jnp.float32) for a in parts))
    encoder = (rng.normal(size=(LATENTS, PIXELS)) / 4, rng.normal(size=LATENTS) / 2, [-0.5, 0.4])
    return LinearVAE(model, *(jnp.asarray(a, jnp.float32) for a in encoder))


def exact_linear_vae():
    """Orthogonal columns of W make the posterior diagonal, so the encoder can be the posterior."""
    weight = np.array([[1.0, 1.0], [1.0, -1.0], [1.0, 1.0], [1.0, -1.0]])
    model = linear_vae(weight=weight).model
    _, cov = model.posterior(jnp.zeros((1, PIXELS)))
    encoder = cov @ model.weight.T / jnp.exp(model.log_var)
    return LinearVAE(model, encoder, -encoder @ model.mean, jnp.log(jnp.diagonal(cov)))


def observations(n=3):
    return jnp.asarray(np.random.default_rng(9).normal(size=(n, PIXELS)), jnp.float32)


@functools.partial(jax.jit, static_argnames=("pixels", "hidden", "latents"))
def build(key, **sizes):
    return VAE(key, **sizes)


@functools.cache
def small_vae(latents=1, pixels=3):
    return build(jax.random.key(3), pixels=pixels, hidden=8, latents=latents)


def keys(n=N, seed=0):
    return jax.random.split(jax.random.key(seed), n)


def draws(f, n=N):
    """f(key) for many keys, and the average with its standard error."""
    values = np.asarray(jax.jit(jax.vmap(f))(keys(n)))
    return jax.tree.map(np.asarray, estimate(values))


def far(found, wrong):
    """Whether a wrong value is well outside the band that the right one is held to."""
    return (abs(found.mean - wrong) > 20 * found.standard_error).any()


# reparameterize


def test_reparameterize_draws_from_the_normal_distribution():
    # 4 checks within 5 standard errors: a false alarm once in 430 000 keys.
    mean, log_var = jnp.array([2.0, -1.0]), jnp.log(jnp.array([4.0, 0.25]))
    z = np.asarray(jax.vmap(lambda key: reparameterize(key, mean, log_var))(keys()))
    assert (abs(z.mean(0) - mean) <= 5 * stats.sem(z)).all()
    std = np.array([2.0, 0.5])
    # The standard error of a normal standard deviation is σ/√(2n).
    assert (abs(z.std(0) - std) <= 5 * std / np.sqrt(2 * N)).all()
    assert (abs(std**2 - std) > 20 * std / np.sqrt(2 * N)).all()  # σ² in place of σ


def test_every_image_and_every_latent_has_its_own_noise():
    zero = jnp.zeros((N, 2))
    noise = np.asarray(reparameterize(jax.random.key(0), zero, zero))
    # A product of two independent standard normals has mean 0 and variance 1; 2 checks within 5
    # standard errors.
    for product in (noise[1:, 0] * noise[:-1, 0], noise[:, 0] * noise[:, 1]):
        assert abs(product.mean()) <= 5 / np.sqrt(product.size)


def test_reparameterize_is_differentiable_in_both_parameters():
    mean, log_var, key = jnp.array([2.0]), jnp.array([0.7]), jax.random.key(0)
    z = reparameterize(key, mean, log_var)
    by_mean, by_log_var = jax.jacobian(lambda m, v: reparameterize(key, m, v), (0, 1))(
        mean, log_var
    )
    assert by_mean.item() == 1
    assert by_log_var.item() == pytest.approx((z - mean).item() / 2, rel=F32)


# The ELBO


@pytest.mark.parametrize("estimator", ["A", "B"])
def test_estimators_are_unbiased(estimator):
    # 3 observations within 5 standard errors: a false alarm once in 570 000 keys.
    vae, x = linear_vae(), observations()
    found = draws(lambda key: elbo(vae, key, x, estimator=estimator))
    bound, log_p = map(np.asarray, exact(vae, x))
    assert (abs(found.mean - bound) <= 5 * found.standard_error).all()
    kl = np.asarray(divergence(vae, x))
    assert far(found, bound + 2 * kl)  # the KL with the wrong sign
    assert far(found, bound + kl)  # no KL
    assert far(found, bound + kl / 2)  # half of it
    assert far(found, log_p)  # not log p(x), for this encoder


@pytest.mark.parametrize("estimator", ["A", "B"])
def test_elbo_of_a_bernoulli_decoder_by_quadrature(estimator):
    # One latent: the trapezoidal rule is exact to rounding. 8 images within 5 standard errors:
    # a false alarm once in 200 000 keys. Float32 log-likelihoods are off by up to 1e-5.
    vae, images = small_vae(), jnp.array([*itertools.product([0.0, 1.0], repeat=3)])
    found = draws(lambda key: elbo(vae, key, images, estimator=estimator))
    z = np.linspace(-12, 12, 2401)
    for i, (x, mean, log_var) in enumerate(zip(images, *vae.encode(images), strict=True)):
        log_joint = log_likelihood_by_hand(vae, x, z) + stats.norm.logpdf(z)
        q = stats.norm(mean.item(), np.exp(log_var.item() / 2))
        bound = np.trapezoid(q.pdf(z) * (log_joint - q.logpdf(z)), z)
        assert abs(found.mean[i] - bound) <= 5 * found.standard_error[i] + 1e-5
        assert bound <= np.log(np.trapezoid(np.exp(log_joint), z))


def log_likelihood_by_hand(vae, x, z):
    logits = np.asarray(vae.decode(jnp.asarray(z[:, None], jnp.float32)), float)
    probability = 1 / (1 + np.exp(-logits))
    return stats.bernoulli.logpmf(np.asarray(x), probability).sum(-1)


def test_log_likelihoods_of_all_images_sum_to_one():
    vae = small_vae()
    images = jnp.array(list(itertools.product([0.0, 1.0], repeat=3)))
    z = jnp.broadcast_to(jnp.array([0.7]), (8, 1))
    assert jnp.exp(vae.log_likelihood(images, z)).sum() == pytest.approx(1, abs=F32)


def test_elbo_sums_over_the_pixels():
    # Zero parameters: every pixel is a fair coin and q is the prior.
    vae = jax.tree.map(jnp.zeros_like, build(jax.random.key(0), pixels=784, hidden=5, latents=3))
    x = binarize(jax.random.key(1), jnp.full((6, 784), 100, jnp.uint8))
    for estimator in ("A", "B"):
        found = quick_elbo(vae, jax.random.key(2), x, estimator=estimator)
        np.testing.assert_allclose(found, -784 * np.log(2), rtol=1e-5)


@pytest.mark.parametrize("samples", [1, 4])
def test_divergence_of_estimator_b_is_analytic(samples):
    # A decoder that ignores z has log p(x|z) = log p(x): B is exact, A is not.
    vae, x = linear_vae(weight=np.zeros((PIXELS, LATENTS))), observations()
    expected = np.asarray(exact(vae, x)[1] - divergence(vae, x))
    for key in keys(3):
        found = quick_elbo(vae, key, x, estimator="B", samples=samples)
        np.testing.assert_allclose(found, expected, rtol=1e-5)
        noisy = quick_elbo(vae, key, x, estimator="A", samples=samples)
        assert (abs(noisy - expected) > 1e-3).any()


def test_estimator_a_is_exact_at_the_posterior():
    vae, x = exact_linear_vae(), observations()
    bound, log_p = exact(vae, x)
    by_a, by_b = (
        np.stack([quick_elbo(vae, key, x, estimator=estimator) for key in keys(5)])
        for estimator in ("A", "B")
    )
    # Rounding of terms of order 10.
    np.testing.assert_allclose(by_a, np.broadcast_to(log_p, by_a.shape), atol=2e-5)
    np.testing.assert_allclose(bound, log_p, atol=2e-5)
    assert (by_b.std(axis=0) > 0.1).all()
    for samples in (1, 7):
        found = quick_bound(vae, jax.random.key(0), x, samples=samples)
        np.testing.assert_allclose(found, log_p, atol=2e-5)


@pytest.mark.parametrize("estimator", ["A", "B"])
def test_more_samples_keep_the_mean_and_divide_the_variance(estimator):
    vae, x = linear_vae(), observations(1)[0]
    one, eight = (
        draws(lambda key, s=s: elbo(vae, key, x, estimator=estimator, samples=s)) for s in (1, 8)
    )
    assert abs(eight.mean - exact(vae, x[None])[0].item()) <= 5 * eight.standard_error
    # A variance of 20 000 skewed draws is known to about 2 %; 15 % is more than 5 such errors.
    assert (one.standard_error / eight.standard_error) ** 2 == pytest.approx(8, rel=0.15)


@pytest.mark.parametrize("estimator", ["A", "B"])
def test_gradients_are_unbiased(estimator):
    # 12 entries within 5 standard errors: a false alarm once in 140 000 keys.
    vae, x = linear_vae(), observations(1)

    def value(encoder, key):
        return elbo(vae._replace(**encoder), key, x, estimator=estimator).sum()

    encoder = {name: getattr(vae, name) for name in ("weight", "bias", "log_var")}
    slope = jax.jit(jax.grad(lambda encoder: vae._replace(**encoder).exact_elbo(x).sum()))(encoder)
    found = jax.jit(jax.vmap(jax.grad(value), (None, 0)))(encoder, keys())
    for name, values in found.items():
        values, expected = np.asarray(values), np.asarray(slope[name])
        error = stats.sem(values)
        assert (abs(values.mean(0) - expected) <= 5 * error).all(), name
        assert (abs(expected) > 5 * error).any(), name


def test_elbo_at_takes_the_place_of_the_encoder():
    vae, x, key = linear_vae(), observations(), jax.random.key(0)
    mean, log_var = vae.encode(x)
    for estimator in ("A", "B"):
        settings = {"estimator": estimator, "samples": 3}
        same = quick_elbo_at(vae, key, x, mean, log_var, **settings)
        np.testing.assert_allclose(same, quick_elbo(vae, key, x, **settings), rtol=1e-5)
        moved = quick_elbo_at(vae, key, x, mean + 1, log_var, **settings)
        shifted = vae._replace(bias=vae.bias + 1)
        np.testing.assert_allclose(
            moved, quick_elbo(shifted, key, x, **settings), rtol=1e-4, atol=1e-3
        )


# The importance-weighted bound


def test_bound_with_one_sample_is_estimator_a():
    for vae, x in ((linear_vae(), observations()), (small_vae(), jnp.ones((2, 3)))):
        for key in keys(3):
            bound = quick_bound(vae, key, x, samples=1)
            np.testing.assert_allclose(bound, quick_elbo(vae, key, x, estimator="A"), rtol=1e-6)


def test_weights_average_to_the_evidence():
    # 3 observations within 5 standard errors. E[w] = p(x), and log is taken after the average.
    vae, x = linear_vae(), observations()
    found = draws(lambda key: jnp.exp(log_weights(vae, key, x, samples=4)).mean(axis=0))
    bound, log_p = map(np.asarray, exact(vae, x))
    assert (abs(found.mean - np.exp(log_p)) <= 5 * found.standard_error).all()
    assert far(found, np.exp(bound))


def test_bound_is_the_log_mean_of_the_weights():
    vae, x, key = linear_vae(), observations(), jax.random.key(0)
    weights = np.asarray(quick_weights(vae, key, x, samples=5), float)
    assert weights.shape == (5, 3)
    expected = np.log(np.exp(weights).mean(axis=0))
    np.testing.assert_allclose(quick_bound(vae, key, x, samples=5), expected, rtol=1e-5)


def test_bound_never_falls_with_more_samples():
    # On nested blocks of one draw this is Jensen's inequality: no chance, only rounding.
    vae, x, key = linear_vae(), observations(), jax.random.key(0)
    weights = np.asarray(quick_weights(vae, key, x, samples=256), float)
    sizes = 2 ** np.arange(9)
    blocks = [weights.reshape(-1, k, 3) for k in sizes]
    bounds = [(np.logaddexp.reduce(b, 1) - np.log(b.shape[1])).mean(0) for b in blocks]
    assert (np.diff(bounds, axis=0) >= -1e-12).all()
    assert (bounds[-1] - bounds[0] > 0.1).all()
    np.testing.assert_allclose(quick_bound(vae, key, x, samples=256), bounds[-1], rtol=1e-5)


def test_bound_lies_between_the_elbo_and_the_evidence():
    vae, x = linear_vae(), observations()
    found = draws(lambda key: iwae_bound(vae, key, x, samples=8))
    slack = 5 * found.standard_error
    bound, log_p = map(np.asarray, exact(vae, x))
    assert (found.mean >= bound + slack).all()
    assert (found.mean <= log_p + slack).all()


# Refinement


def best_diagonal(model, x):
    """Mean, variances and ELBO gap of the best diagonal q, by hand."""
    mean, cov = model.posterior(x)
    precision = np.linalg.inv(np.asarray(cov, float))
    gap = (np.log(np.diagonal(precision)).sum() - np.linalg.slogdet(precision)[1]) / 2
    return mean, 1 / np.diagonal(precision), gap


def test_refine_finds_the_best_diagonal_gaussian():
    # Almost parallel columns of W: the latents depend on each other in the posterior.
    weight = np.array([[1.0, 0.8], [0.5, 0.6], [-1.0, -0.9], [0.0, 0.4]])
    vae, x = linear_vae(weight=weight), observations()
    mean, log_var = fit_posterior(vae, jax.random.key(0), x, steps=2000)
    best_mean, best_var, gap = best_diagonal(vae.model, x)
    # The last steps are small, but noisy. Over 40 keys the worst were 0.045 in the mean, 13 % in
    # the variance and, the ELBO being quadratic around its maximum, 0.010 nats.
    np.testing.assert_allclose(mean, best_mean, atol=0.1)
    np.testing.assert_allclose(np.exp(log_var), np.tile(best_var, (3, 1)), rtol=0.25)
    wrong_var = np.diagonal(vae.model.posterior(x)[1])  # the marginal variances
    assert (wrong_var > 1.3 * best_var).all()
    reached, log_p = exact_at(vae, x, mean, log_var), np.asarray(exact(vae, x)[1])
    np.testing.assert_allclose(log_p - reached, gap, atol=0.02)
    assert gap > 0.1


def exact_at(vae, x, mean, log_var):
    """The exact ELBO with another diagonal q for each x, as an encoder with that bias."""
    still = vae._replace(weight=np.zeros((LATENTS, PIXELS), np.float32))
    rows = zip(x[:, None], mean, log_var, strict=True)
    return np.array([exact(still._replace(bias=m, log_var=v), xi)[0].item() for xi, m, v in rows])


@pytest.mark.parametrize("seed", range(3))
def test_refine_never_ends_below_the_encoder(seed):
    vae, x = linear_vae(seed), observations()
    refined = exact_at(vae, x, *fit_posterior(vae, jax.random.key(seed), x, steps=300))
    bound, log_p = map(np.asarray, exact(vae, x))
    assert (refined >= bound).all()
    assert (refined <= log_p).all()
    # From the optimum it can only lose the noise of the last small steps: over 120 runs with other
    # keys, 0.042 nats at worst.
    _, best_var, gap = best_diagonal(vae.model, x)
    # The posterior mean is affine in x: its values at 0 and at the unit vectors say all.
    bias, *columns = vae.model.posterior(jnp.eye(PIXELS + 1, PIXELS, k=-1))[0]
    encoder = np.stack(columns, axis=1) - np.asarray(bias)[:, None]
    best = LinearVAE(vae.model, *map(jnp.asarray, (encoder, bias, np.float32(np.log(best_var)))))
    again = exact_at(best, x, *fit_posterior(best, jax.random.key(seed), x, steps=300))
    np.testing.assert_allclose(again, log_p - gap, atol=0.08)


def test_learning_rate_is_data_and_zero_keeps_the_encoder():
    vae, x = linear_vae(), observations()
    before = fit_posterior._cache_size()
    still = fit_posterior(vae, jax.random.key(0), x, steps=7, learning_rate=0.0)
    moved = fit_posterior(vae, jax.random.key(0), x, steps=7, learning_rate=0.1)
    assert fit_posterior._cache_size() == before + 1
    np.testing.assert_allclose(still, vae.encode(x), rtol=1e-6)
    assert (moved[0] != still[0]).all()


# The network model


def test_both_models_keep_the_protocol():
    assert isinstance(linear_vae(), LatentVariableModel)
    assert isinstance(small_vae(), LatentVariableModel)
    assert not isinstance(linear_vae().model, LatentVariableModel)


def test_encoder_halves_are_mean_and_log_variance():
    vae, x = small_vae(latents=2), jnp.ones((5, 3))
    mean, log_var = vae.encode(x)
    assert mean.shape == log_var.shape == (5, 2)
    np.testing.assert_array_equal(jnp.concatenate([mean, log_var], -1), vae.encoder(x))
    assert (log_var < 0).any() or (log_var > 1).any()  # no activation makes it a variance
    assert vae.decode(mean).shape == (5, 3)
    assert (vae.decode(mean) < 0).any() or (vae.decode(mean) > 1).any()  # logits


def test_samples_are_pixels_drawn_for_drawn_codes():
    # The logits are ±99 z + (0, 0, log 3): the first two pixels say the sign of z, the third is 1
    # in three of four draws. Each of the 3 means is within 5 standard errors.
    vae = build(KEY, pixels=3, hidden=4, latents=1)
    vae.decoder = MLP(KEY, (1, 3))
    (layer,) = vae.decoder.layers
    layer.kernel[...], layer.bias[...] = (
        jnp.array([[99.0, -99, 0]]),
        jnp.log(jnp.array([1.0, 1, 3])),
    )
    x = np.asarray(vae.sample(jax.random.key(1), N))
    assert set(np.unique(x)) == {0, 1}
    assert (x[:, 0] + x[:, 1] == 1).mean() > 0.98
    assert (abs(x.mean(0) - [1 / 2, 1 / 2, 3 / 4]) <= 5 / np.sqrt(4 * N)).all()


# The Gaussian decoder


def gaussian_vae(log_var=0.7):
    key_encoder, key_decoder = jax.random.split(jax.random.key(5))
    networks = MLP(key_encoder, (PIXELS, 6, 5, 2 * LATENTS)), MLP(key_decoder, (LATENTS, 6, PIXELS))
    return GaussianVAE(*networks, jnp.asarray(log_var))


def test_gaussian_decoder_by_hand():
    vae, x = gaussian_vae(), observations(5)
    assert isinstance(vae, LatentVariableModel)
    z, log_var = vae.encode(x)
    np.testing.assert_array_equal(jnp.concatenate([z, log_var], -1), vae.encoder(x))
    mean, x_log_var = vae.decode(z)
    np.testing.assert_array_equal(mean, vae.decoder(z))
    np.testing.assert_array_equal(x_log_var, np.full((5, PIXELS), np.float32(0.7)))
    expected = stats.norm.logpdf(np.asarray(x), np.asarray(mean), np.exp(0.35)).sum(-1)
    np.testing.assert_allclose(vae.log_likelihood(x, z), expected, rtol=1e-5)


def test_gaussian_vae_of_one_layer_is_the_linear_vae():
    # x = Wz + μ + σε and an affine encoder, whose log variance ignores x.
    linear, x = linear_vae(), observations()
    networks = MLP(KEY, (PIXELS, 2 * LATENTS)), MLP(KEY, (LATENTS, PIXELS))
    encoder, decoder = (net.layers[0] for net in networks)
    encoder.kernel[...] = jnp.concatenate([linear.weight.T, jnp.zeros((PIXELS, LATENTS))], axis=1)
    encoder.bias[...] = jnp.concatenate([linear.bias, linear.log_var])
    decoder.kernel[...], decoder.bias[...] = linear.model.weight.T, linear.model.mean
    vae = GaussianVAE(*networks, linear.model.log_var)
    for estimator in ("A", "B"):
        settings = {"estimator": estimator, "samples": 3}
        expected = quick_elbo(linear, KEY, x, **settings)
        np.testing.assert_allclose(quick_elbo(vae, KEY, x, **settings), expected, rtol=1e-5)
    # Its draws have the moments of N(μ, WWᵀ + σ²I), as the entries of the order of 1 show.
    draws = np.asarray(vae.sample(KEY, N))
    np.testing.assert_allclose(draws.mean(0), linear.model.mean, atol=0.1)
    np.testing.assert_allclose(np.cov(draws.T), linear.model.covariance(), atol=0.2)
    assert np.exp(linear.model.log_var) > 0.3


def test_gaussian_decoder_learns_its_variance():
    # A decoder that ignores z: the best σ² is the mean squared error, found by ascent.
    vae, x = gaussian_vae(), 3 * observations(200)
    vae = vae._replace(decoder=jax.tree.map(jnp.zeros_like, vae.decoder))
    optimizer = optax.adam(3e-2)

    def loss(log_var, key, x):
        return -jnp.mean(elbo(vae._replace(log_var=log_var), key, x))

    step = gradient_step(loss, optimizer)
    state, _ = train(step, init(vae.log_var, optimizer), KEY, x, steps=500, batch_size=None)
    assert jnp.exp(state.model) == pytest.approx(jnp.mean(x**2).item(), rel=0.01)


def test_encoder_and_decoder_get_their_own_keys():
    vae = build(jax.random.key(0), pixels=4, hidden=4, latents=4)
    kernels = [net.layers[0].kernel[...] for net in (vae.encoder, vae.decoder)]
    assert (kernels[0] != kernels[1]).any()


@pytest.mark.parametrize(
    "f",
    [
        lambda vae, key, x: elbo(vae, key, x, estimator="A", samples=2),
        lambda vae, key, x: elbo(vae, key, x, estimator="B", samples=2),
        lambda vae, key, x: iwae_bound(vae, key, x, samples=3),
    ],
    ids=["A", "B", "iwae"],
)
def test_eager_jit_and_vmap_agree(f):
    vae, x, two = small_vae(latents=2), jnp.eye(3), keys(2)
    jitted = jax.jit(f)
    one = jitted(vae, two[0], x)
    np.testing.assert_allclose(f(vae, two[0], x), one, rtol=1e-5)
    mapped = jax.jit(jax.vmap(f, (None, 0, None)))(vae, two, x)
    np.testing.assert_allclose(mapped, [one, jitted(vae, two[1], x)], rtol=1e-5)
    assert jitted(vae, two[0], x[0]).shape == ()


def test_training_raises_the_elbo():
    # Two images of six pixels: the best model has log p(x) = −log 2 on each; chance, −6 log 2.
    images = jnp.array([[1.0, 1, 1, 0, 0, 0], [0.0, 0, 0, 1, 1, 1]])
    vae = build(jax.random.key(0), pixels=6, hidden=16, latents=1)
    optimizer = optax.adam(1e-2)
    step = gradient_step(lambda model, key, x: -jnp.mean(elbo(model, key, x)), optimizer)
    state, losses = train(
        step, init(vae, optimizer), jax.random.key(1), images, steps=600, batch_size=16
    )
    assert losses[:20].mean() > 3.5
    after = draws(lambda key: elbo(state.model, key, images), 2_000).mean
    # The bound holds for the average over the data, whose entropy is log 2.
    assert -1.5 < after.mean() <= -np.log(2) + 0.02
