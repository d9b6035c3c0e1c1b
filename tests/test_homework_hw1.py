"""What homework 1's checks hold to be right is what `lib` computes, by other code."""

from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from grading import homework
from lib import monte_carlo, vae
from lib.distributions import bernoulli_log_prob, normal_log_prob
from lib.divergences import kl_gaussian, kl_standard_normal
from lib.linear_gaussian import LinearGaussian, exact_elbo

FOLDER = Path(__file__).parents[1] / "chapters" / "homework" / "hw1_vae"
CHECKS = homework.load_checks(FOLDER / "checks.py")
SEEDS = range(5)


# Answers that `lib` gives


def kl_diagonal(*parameters):
    def kl(mean, log_var, prior_mean, prior_log_var):
        cov, prior_cov = (np.diag(np.exp(v)) for v in (log_var, prior_log_var))
        return kl_gaussian(mean, cov, prior_mean, prior_cov)

    return np.array([kl(*row) for row in zip(*parameters, strict=True)])


def gradients(value, slope, log_var, eps):
    sigma = jnp.exp(log_var / 2)

    def first_order(mean, log_var, slope, eps):
        return slope * (mean + jnp.exp(log_var / 2) * eps)

    def log_q(mean, log_var, _, eps):
        return normal_log_prob((sigma * eps)[None], mean[None], log_var[None])

    def of_each(f):
        grad = jax.vmap(jax.grad(f, (0, 1)), (None, None, 0, 0))
        return np.stack(grad(jnp.zeros(()), jnp.asarray(log_var), slope, eps), axis=1)

    score = of_each(log_q)
    others = [np.mean(np.delete(value, i)) for i in range(len(value))]
    return of_each(first_order), value[:, None] * score, (value - others)[:, None] * score


def bernoulli(x, logits):
    gradient = jax.grad(lambda logits: jnp.sum(bernoulli_log_prob(x, logits)))(logits)
    return bernoulli_log_prob(x, logits), gradient


def sgvb(x, mean, log_var, weight, bias, eps):
    def estimate(z):
        log_p = bernoulli_log_prob(x, z @ weight.T + bias)
        k = normal_log_prob(z, 0 * z, 0 * z) - normal_log_prob(z, mean, log_var)
        return log_p + k, log_p - kl_standard_normal(mean, log_var)

    return tuple(map(np.array, zip(*map(estimate, mean + np.exp(log_var / 2) * eps), strict=True)))


def isotropic(x, weight, mean, var):
    """The same data and model with x divided by the noise's standard deviations."""
    scale = np.sqrt(var)
    model = LinearGaussian(weight / scale[:, None], jnp.zeros(len(var)), jnp.zeros(()))
    return model, jnp.asarray((x - mean) / scale)


def gap(model, x, variances):
    """What the q with the posterior's mean and these variances misses."""
    mean, _ = model.posterior(x)
    return float(jnp.mean(model.log_prob(x) - exact_elbo(model, x, mean, jnp.diag(variances))))


def evidence(x, weight, mean, var):
    model, x = isotropic(x, weight, mean, var)
    centre, cov = model.posterior(x)
    missed = gap(model, x, 1 / np.diag(np.linalg.inv(cov)))
    return model.log_prob(x) - np.log(var).sum() / 2, centre, cov, missed


def iwae_bound(log_w, k):
    groups = [log_w[:, i : i + k].T for i in range(0, log_w.shape[1], k)]
    return np.mean([monte_carlo.log_mean_exp(jnp.asarray(group)) for group in groups], axis=0)


def best_prior(mean, log_var):
    centre, cov = mean.mean(axis=0), jnp.cov(mean.T, bias=True).reshape(2 * mean.shape[1:])
    cov = cov + np.diag(np.exp(log_var).mean(axis=0))
    return centre, cov, kl_gaussian(centre, cov, jnp.zeros(len(cov)), jnp.eye(len(cov)))


ANSWERS = [kl_diagonal, gradients, bernoulli, sgvb, evidence, iwae_bound, best_prior]


@pytest.fixture
def double():
    with jax.enable_x64(True):
        yield


@pytest.mark.usefixtures("double")
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("answer", ANSWERS)
def test_the_answers_of_lib_pass_all_checks(answer, seed):
    own = [check for check in CHECKS.CHECKS if check.question == answer.__name__]
    assert len(own) >= 4
    for check in own:
        assert check(answer, seed) is None, check.name


# What is best is best


@pytest.mark.usefixtures("double")
@pytest.mark.parametrize("seed", SEEDS)
def test_no_other_variances_miss_less(seed):
    rng = np.random.default_rng(seed)
    model, x = isotropic(*CHECKS.random_factors(rng))
    best = 1 / np.diag(np.linalg.inv(model.posterior(x)[1]))
    least = gap(model, x, best)
    assert all(gap(model, x, best * c) > least for c in rng.uniform(0.5, 2, size=(20, len(best))))


@pytest.mark.usefixtures("double")
@pytest.mark.parametrize("seed", SEEDS)
def test_the_mean_kl_is_stationary_at_the_best_prior(seed):
    mean, log_var = CHECKS.random_codes(np.random.default_rng(seed))
    covs = jax.vmap(jnp.diag)(jnp.exp(log_var))

    def rate(centre, root):
        all_kl = jax.vmap(kl_gaussian, (0, 0, None, None))
        return jnp.mean(all_kl(mean, covs, centre, root @ root.T))

    centre, cov, _ = best_prior(mean, log_var)
    root = jnp.linalg.cholesky(cov)
    for slope in jax.jit(jax.grad(rate, (0, 1)))(centre, root):
        np.testing.assert_allclose(slope, 0, atol=1e-9)
    found = CHECKS.mean_rate(mean, log_var, centre, cov)
    assert found == pytest.approx(float(rate(centre, root)), rel=1e-9)


# Integrals


@pytest.mark.parametrize("points", [4, 20])
def test_the_quadrature_knows_the_moments_of_a_normal(points):
    nodes, weights = CHECKS.normal_quadrature(points)
    moments = [weights @ nodes**k for k in range(8)]
    np.testing.assert_allclose(moments, [1, 0, 1, 0, 3, 0, 15, 0], atol=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_log_p_of_the_small_vae(seed):
    """A grid over the prior, and Gauss's quadrature with 60² nodes."""
    x, _, _, weight, bias, _ = CHECKS.random_vae(np.random.default_rng(seed))
    nodes, weights = CHECKS.normal_quadrature(60)
    logits = np.stack(np.meshgrid(nodes, nodes), -1).reshape(-1, 2) @ weight.T + bias
    each = x[:, None] * logits - np.logaddexp(0, logits)
    right = np.log(np.exp(each.sum(axis=2)) @ np.outer(weights, weights).ravel())
    np.testing.assert_allclose(CHECKS.exact_log_p(x, weight, bias), right, atol=1e-4)


@pytest.mark.usefixtures("double")
def test_log_p_of_spots():
    """A grid of 60² places, and Monte Carlo with 100 000."""
    rng = np.random.default_rng(0)
    x, places = CHECKS.spots(rng, 20), rng.random((100_000, 2))
    p = CHECKS.spot(places)
    log_p = np.array([bernoulli_log_prob(np.broadcast_to(1.0 * row, p.shape), np.log(p / (1 - p)))
                      for row in x])  # fmt: skip
    w = np.exp(log_p - log_p.max(axis=1, keepdims=True))
    right = np.log(w.mean(axis=1)) + log_p.max(axis=1)
    error = w.std(axis=1) / w.mean(axis=1) / len(places) ** 0.5
    assert np.all(abs(CHECKS.exact_spots(x) - right) < 5 * error)  # fails once in 90 000 times
    assert error.max() < 0.05
    # The midpoint rule errs at the edge of the square; the bound on what is lost leaves 0.4 nats.
    np.testing.assert_allclose(CHECKS.exact_spots(x), CHECKS.exact_spots(x, 200), atol=0.02)


# Training


@pytest.fixture(scope="module")
def notebook():
    """What the notebook with solutions defines: its given code, and the answer to question 7."""
    made, names = homework.load(FOLDER), {}
    (solution,) = [q.solution for q in made.questions if q.name == "train"]
    exec("\n".join([*made.given, solution]), names)
    return names


class Trained(NamedTuple):
    """The networks of the homework in the form that `lib.vae` asks for."""

    networks: dict

    def run(self, part, x):
        (weight, bias), (weight_2, bias_2) = self.networks[part]
        return jax.nn.relu(x @ weight + bias[None]) @ weight_2 + bias_2[None]

    def encode(self, x):
        return tuple(jnp.split(self.run("encoder", x), 2, axis=1))

    def log_likelihood(self, x, z):
        return bernoulli_log_prob(x, self.run("decoder", z))


def trained(notebook, kind, images, seed):
    return notebook["train"](images, kind, CHECKS.HIDDEN, CHECKS.LATENTS, seed)


def test_the_costs_are_those_of_lib(notebook):
    rng = np.random.default_rng(0)
    networks = trained(notebook, "vae", CHECKS.spots(rng, 2000), 0)
    new = CHECKS.spots(rng, 1000)
    noisy, still, kl = CHECKS.costs(CHECKS.read(networks), new, rng)
    model, x = Trained(networks), jnp.asarray(new, jnp.float32)
    mean, log_var = model.encode(x)
    assert still == pytest.approx(-float(model.log_likelihood(x, mean).mean()), rel=1e-5)
    assert kl == pytest.approx(float(kl_standard_normal(mean, log_var).mean()), rel=1e-5)
    keys = jax.random.split(jax.random.key(0), 40)
    draws = [vae.elbo_at(model, key, x, mean, log_var).mean() for key in keys]
    error = np.std(draws) * (1 / 40 + 1 / 10) ** 0.5  # `costs` is the mean of 10 such draws
    assert abs(noisy + kl + np.mean(draws)) < 5 * error < 0.2


def test_the_training_starts_where_the_notebook_says(notebook):
    found, right = (f(3, 64, 32, 4) for f in (CHECKS.initial, notebook["initial"]))
    assert jax.tree.structure(found) == jax.tree.structure(right)
    for a, b in zip(jax.tree.leaves(found), jax.tree.leaves(right), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6)


def test_the_reference_is_far_inside_the_bounds(notebook):
    """At least three deviations, as twelve runs measure them."""
    runs = []
    for seed in range(12):
        rng = np.random.default_rng([seed, 1])
        images, new = CHECKS.spots(rng, 2000), CHECKS.spots(rng, 1000)
        ae, one = (CHECKS.read(trained(notebook, k, images, seed)) for k in ("ae", "vae"))
        noisy, _, kl = CHECKS.costs(one, new, rng)
        less = CHECKS.costs(one, images, rng)[0] - CHECKS.costs(ae, images, rng)[1]
        runs.append([noisy + kl + np.mean(CHECKS.exact_spots(new)), kl, less])
    mean, deviation = np.mean(runs, axis=0), np.std(runs, axis=0, ddof=1)
    low, high = CHECKS.RATE
    assert mean[0] > 0 and mean[0] + 3 * deviation[0] < CHECKS.MOST_LOST
    assert low < mean[1] - 3 * deviation[1] and mean[1] + 3 * deviation[1] < high
    assert mean[2] - 3 * deviation[2] > CHECKS.LESS
