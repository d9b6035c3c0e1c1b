"""D*, V and the generator's slopes that a browser computes are those of `lib`."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from book_ext.explorable_core import Core
from lib import gan_theory
from lib.distributions import normal_log_prob
from lib.divergences import js_quadrature
from lib.double_precision import double_precision
from lib.gan import optimal_discriminator

CASES = 200
STEP = 0.1
LINE = STEP * np.arange(-270, 271)  # the browser's grid
ROUNDING = 1e-12  # of sums of 541 numbers, in double precision


@pytest.fixture(scope="module")
def core():
    core = Core("gan")
    yield core
    core.close()


@pytest.fixture(scope="module")
def cases():
    rng = np.random.default_rng(0)
    return np.stack([rng.uniform(*ends, CASES) for ends in ((-6, 6), (0.3, 3), (-1, 2))], axis=1)


def log_normal(x, mean, std):
    ones = jnp.ones_like(x)
    return normal_log_prob(x[:, None], (mean * ones)[:, None], (2 * jnp.log(std) * ones)[:, None])


def test_the_best_discriminator_is_that_of_lib(core, cases):
    x = np.linspace(-4, 4, CASES)
    with double_precision():
        for (mean, std, _), at in zip(cases, x, strict=True):
            p, q = (jnp.exp(log_normal(jnp.array([at]), *n)) for n in ((0.0, 1.0), (mean, std)))
            expected = float(optimal_discriminator(p, q)[0])
            assert core("discriminator", at, mean, std, 1) == pytest.approx(expected, abs=1e-13)


def by_lib(mean, std, trust):
    """V, C(G), JSD, both slopes."""
    x = jnp.asarray(LINE)
    log_p, log_q = log_normal(x, 0.0, 1.0), log_normal(x, mean, std)
    p, q = STEP * jnp.exp(log_p), STEP * jnp.exp(log_q)

    def logits_at(moved):
        """Of D, which stays, at the draws x of G, which move."""
        at = x + moved
        return trust * (log_normal(at, 0.0, 1.0) - log_normal(at, mean, std))

    logits = logits_at(0.0)
    saturating = jax.grad(lambda moved: q @ jax.nn.log_sigmoid(-logits_at(moved)))(0.0)
    non_saturating = jax.grad(lambda moved: -q @ jax.nn.log_sigmoid(logits_at(moved)))(0.0)
    js = js_quadrature(log_p, log_q, x)
    value, best = gan_theory.value(logits, p, q), gan_theory.criterion(p, q)
    return jnp.stack([value, best, js, saturating, non_saturating])


def test_values_divergence_and_slopes_are_those_of_lib(core, cases):
    with double_precision():
        expected = np.asarray(jax.jit(jax.vmap(by_lib))(*map(jnp.asarray, cases.T)))
    found = []
    for mean, std, trust in cases:
        values = [core("value", mean, std, each) for each in (trust, 1)]
        slopes = core("slopes", mean, std, trust).values()
        found.append([*values, core("jensenShannon", mean, std), *slopes])
    error = np.abs(np.array(found) - expected) / (1 + np.abs(expected))
    assert error.max() < ROUNDING


def test_the_best_value_is_the_divergence_and_no_other_d_reaches_it(core, cases):
    for mean, std, trust in cases:
        best = core("value", mean, std, 1)
        assert best == pytest.approx(2 * core("jensenShannon", mean, std) - np.log(4), abs=1e-7)
        assert core("value", mean, std, trust) <= best + ROUNDING
