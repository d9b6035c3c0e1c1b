"""The autoencoder against its formulas, and against the VAE that it is compared with."""

import functools

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from scipy import stats

from lib.autoencoder import Autoencoder, PostHocVAE, beta_elbo, log_reconstruction
from lib.divergences import kl_standard_normal
from lib.monte_carlo import estimate
from lib.train import gradient_step, init, train
from lib.vae import VAE, LatentVariableModel, elbo

SIZES = {"pixels": 6, "hidden": 8, "latents": 2}
N = 20_000


@functools.cache
def autoencoder():
    return jax.jit(lambda key: Autoencoder(key, **SIZES))(jax.random.key(0))


@functools.cache
def vae():
    return jax.jit(lambda key: VAE(key, **SIZES))(jax.random.key(0))


def images(n=5):
    return jnp.asarray(np.random.default_rng(2).integers(0, 2, (n, 6)), jnp.float32)


def post_hoc(mean=(0.5, -1.0), factor=((2.0, 0.0), (-0.7, 0.4)), log_var=-1.0):
    return PostHocVAE(autoencoder(), *map(jnp.asarray, (mean, factor, log_var)))


# The autoencoder


def test_reconstruction_is_the_bernoulli_likelihood_at_the_code():
    model, x = autoencoder(), images()
    logits = np.asarray(model.decoder(model.encoder(x)), float)
    by_hand = stats.bernoulli.logpmf(np.asarray(x), 1 / (1 + np.exp(-logits))).sum(axis=1)
    np.testing.assert_allclose(log_reconstruction(model, x), by_hand, rtol=1e-5)


def test_decoder_starts_as_the_vae_s_and_the_codes_have_its_size():
    mean, _ = vae().encode(images())
    assert autoencoder().encode(images()).shape == mean.shape
    jax.tree.map(np.testing.assert_array_equal, autoencoder().decoder, vae().decoder)


def test_encoder_and_decoder_get_their_own_keys():
    model = jax.jit(lambda key: Autoencoder(key, pixels=4, hidden=4, latents=4))(jax.random.key(0))
    kernels = [net.layers[0].kernel[...] for net in (model.encoder, model.decoder)]
    assert (kernels[0] != kernels[1]).any()


def test_training_reaches_what_no_code_can_beat():
    # Three images and a code for each: the likelihood of the best decoder goes to 1.
    x = jnp.eye(3, 6)
    optimizer = optax.adam(0.02)
    step = gradient_step(lambda model, key, x: -log_reconstruction(model, x).mean(), optimizer)
    _, losses = train(
        step, init(autoencoder(), optimizer), jax.random.key(0), x, steps=600, batch_size=None
    )
    assert losses[0] > 3
    assert losses[-1] < 0.1


# The generative model made of it


def test_post_hoc_codes_undo_each_other():
    model, x = post_hoc(), images()
    u, log_var = model.encode(x)
    np.testing.assert_allclose(model.code(u), autoencoder().encode(x), rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal(log_var, np.full((5, 2), -1.0))
    one, _ = model.encode(x[0])
    np.testing.assert_allclose(one, u[0], rtol=1e-4)
    np.testing.assert_allclose(model.code(one), model.code(u)[0], rtol=1e-4, atol=1e-5)


def test_post_hoc_prior_has_the_mean_and_covariance_of_its_parameters():
    model = post_hoc()
    z = model.code(jnp.concatenate([jnp.zeros((1, 2)), jnp.eye(2)]))
    np.testing.assert_allclose(z[0], model.mean, rtol=1e-6)
    columns = np.asarray(z[1:] - z[:1]).T
    np.testing.assert_allclose(columns @ columns.T, model.factor @ model.factor.T, rtol=1e-5)


def test_post_hoc_likelihood_is_the_decoder_s_at_the_code():
    model, x = post_hoc(), images()
    u = jnp.asarray(np.random.default_rng(3).normal(size=(5, 2)), jnp.float32)
    expected = autoencoder().log_likelihood(x, model.mean[None] + u @ model.factor.T)
    np.testing.assert_allclose(model.log_likelihood(x, u), expected, rtol=1e-6)
    narrow = model._replace(log_var=jnp.array(-40.0))
    assert isinstance(narrow, LatentVariableModel)
    # At s → 0 the ELBO is the reconstruction less a KL that grows as −d log s.
    bound = elbo(narrow, jax.random.key(0), x)
    kl = kl_standard_normal(*narrow.encode(x))
    np.testing.assert_allclose(bound, log_reconstruction(autoencoder(), x) - kl, rtol=1e-5)
    assert (kl > 2 * 40 / 2 - 2).all()


# The β-VAE


def test_beta_elbo_is_the_elbo_at_one():
    key, x = jax.random.key(1), images()
    found = beta_elbo(vae(), key, x, beta=1.0)
    draws = jax.jit(jax.vmap(lambda key: beta_elbo(vae(), key, x, beta=1.0)))
    others = jax.jit(jax.vmap(lambda key: elbo(vae(), key, x)))
    keys = jax.random.split(key, N)
    one, other = estimate(draws(keys)), estimate(others(jax.random.split(keys[0], N)))
    # Five values within 5 standard errors of their difference.
    error = np.hypot(one.standard_error, other.standard_error)
    assert (abs(one.mean - other.mean) <= 5 * error).all()
    assert found.shape == (5,)


def test_beta_multiplies_the_kl_alone():
    key, x = jax.random.key(1), images()
    kl = kl_standard_normal(*vae().encode(x))
    free = beta_elbo(vae(), key, x, beta=0.0)
    assert (abs(np.asarray(kl)) > 0.01).all()
    for beta in (0.3, 4.0):
        found = beta_elbo(vae(), key, x, beta=beta)
        np.testing.assert_allclose(found, free - beta * kl, rtol=1e-5)


def test_beta_vae_with_the_narrowest_q_and_no_kl_is_an_autoencoder():
    model, x = post_hoc((0.0, 0.0), ((1.0, 0.0), (0.0, 1.0)), -60.0), images()
    found = beta_elbo(model, jax.random.key(0), x, beta=0.0)
    np.testing.assert_allclose(found, log_reconstruction(autoencoder(), x), rtol=1e-5)


def test_beta_is_data():
    compiled = jax.jit(lambda beta: beta_elbo(vae(), jax.random.key(0), images(), beta=beta))
    values = [compiled(beta) for beta in (0.1, 7.0)]
    assert compiled._cache_size() == 1
    assert (values[0] != values[1]).all()


@pytest.mark.parametrize(
    "f",
    [
        lambda key, x: log_reconstruction(autoencoder(), x),
        lambda key, x: beta_elbo(vae(), key, x, beta=2.0),
        lambda key, x: elbo(post_hoc(), key, x),
    ],
    ids=["reconstruction", "beta", "post hoc"],
)
def test_eager_jit_and_vmap_agree(f):
    x, key = images(), jax.random.key(0)
    one = jax.jit(f)(key, x)
    with jax.disable_jit():
        np.testing.assert_allclose(f(key, x), one, rtol=1e-5)
    mapped = jax.jit(jax.vmap(f, (None, 0)))(key, jnp.stack([x, 1 - x]))
    np.testing.assert_allclose(mapped[0], one, rtol=1e-5)
