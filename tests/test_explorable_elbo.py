"""The linear model that a browser computes is that of `lib`."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from book_ext.explorable_core import Core
from lib.divergences import kl_gaussian
from lib.double_precision import double_precision
from lib.linear_gaussian import LinearGaussian, exact_elbo, kl_to_prior

CASES = 300
NAMES = ["logEvidence", "reconstruction", "klNormal", "elbo", "gap", "mean", "std"]


@pytest.fixture(scope="module")
def core():
    core = Core("elbo")
    yield core
    core.close()


@pytest.fixture(scope="module")
def cases():
    """x, w, σ, and the mean and width of q."""
    rng = np.random.default_rng(0)
    ends = ((-3, 3), (-3, 3), (0.2, 2), (-3, 3), (0.05, 2))
    return np.stack([rng.uniform(*each, CASES) for each in ends], axis=1)


def by_lib(x, w, sigma, mean, std):
    model = LinearGaussian(w[None, None], jnp.zeros(1), 2 * jnp.log(sigma))
    x, mean, cov = x[None, None], mean[None, None], std[None, None] ** 2
    exact_mean, exact_cov = model.posterior(x)
    elbo = exact_elbo(model, x, mean, cov)[0]
    prior = kl_to_prior(mean, cov)[0]
    gap = kl_gaussian(mean[0], cov, exact_mean[0], exact_cov)
    exact = [exact_mean[0, 0], jnp.sqrt(exact_cov[0, 0])]
    return jnp.stack([model.log_prob(x)[0], elbo + prior, prior, elbo, gap, *exact])


def in_browser(core, x, w, sigma, mean, std):
    values = [core("logEvidence", x, w, sigma), core("reconstruction", x, w, sigma, mean, std)]
    values += [core("klNormal", mean, std, 0, 1)]
    values += [core(name, x, w, sigma, mean, std) for name in ("elbo", "gap")]
    return values + list(core("posterior", x, w, sigma).values())


def test_evidence_bound_gap_and_posterior_are_those_of_lib(core, cases):
    with double_precision():
        expected = np.asarray(jax.jit(jax.vmap(by_lib))(*map(jnp.asarray, cases.T)))
    found = np.array([in_browser(core, *case) for case in cases])
    error = np.abs(found - expected) / (1 + np.abs(expected))
    assert dict(zip(NAMES, error.max(axis=0) < 1e-12, strict=True)) == dict.fromkeys(NAMES, True)
    # log p(x) = ELBO + gap
    np.testing.assert_allclose(found[:, 0], found[:, 3] + found[:, 4], rtol=1e-12, atol=1e-12)


def test_the_m_step_is_where_the_bound_of_lib_is_level_and_bends_down(core, cases):
    def elbo(w, x, sigma, mean, std):
        return by_lib(x, w, sigma, mean, std)[3]

    with double_precision():
        x, _, sigma, mean, std = map(jnp.asarray, cases.T)
        best = jnp.array([core("bestWeight", x, m, s) for x, _, _, m, s in cases])
        both = jax.jit(jax.vmap(jax.value_and_grad(jax.grad(elbo))))
        slope, bend = map(np.asarray, both(best, x, sigma, mean, std))
    assert np.abs(slope / bend).max() < 1e-12
    assert bend.max() < 0
