"""What homework 2's checks hold to be right is what `lib` computes, or what JAX differentiates."""

from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from grading import homework
from lib import gan, gan_theory
from lib.divergences import js_divergence, kl_bernoulli, kl_divergence
from lib.mode_coverage import mode_report
from lib.networks import MLP

FOLDER = Path(__file__).parents[1] / "chapters" / "homework" / "hw2_gan"
CHECKS = homework.load_checks(FOLDER / "checks.py")
HOMEWORK = homework.load(FOLDER)
ROUNDING = {"rtol": 1e-9, "atol": 1e-12}
SEEDS = range(3)
each_seed = pytest.mark.parametrize("seed", SEEDS)


@pytest.fixture(autouse=True)
def double():
    with jax.enable_x64(True):
        yield


def reference(name):
    """The reference answer to a question."""
    names = {}
    (question,) = [q for q in HOMEWORK.questions if q.name == name]
    exec("\n".join([*HOMEWORK.given, question.solution]), names)
    return names[name]


@cache
def slope_of(f):
    """The compiled gradient in the first argument."""
    return jax.jit(jax.grad(f))


@cache
def bend_of(f):
    """The compiled second derivative in the first argument."""
    return jax.jit(jax.hessian(f))


def soft_objective(logits, real, fake, smooth):
    """What question 1 maximises."""
    log_d, log_not_d = jax.nn.log_sigmoid(logits), jax.nn.log_sigmoid(-logits)
    return jnp.sum(real * ((1 - smooth) * log_d + smooth * log_not_d) + fake * log_not_d)


@each_seed
def test_the_best_logit_earns_most(seed):
    """Its D is lib's for the weights of both logarithms, and the objective has no slope there."""
    rng = np.random.default_rng(seed)
    log_p, log_q = rng.normal(size=(2, 9))
    share, smooth = rng.uniform(0.1, 0.9), rng.uniform(0, 0.5)
    found = reference("optimal_logit")(log_p, log_q, share, smooth)
    real, fake = share * np.exp(log_p), (1 - share) * np.exp(log_q)
    best = gan.optimal_discriminator((1 - smooth) * real, smooth * real + fake)
    np.testing.assert_allclose(CHECKS.sigmoid(found), best, **ROUNDING)
    given = found, real, fake, smooth
    np.testing.assert_allclose(slope_of(soft_objective)(*given), 0, atol=1e-12)
    assert np.all(np.linalg.eigvalsh(bend_of(soft_objective)(*given)) < 0)
    assert np.all(found <= np.log((1 - smooth) / smooth) + 1e-12)


@each_seed
def test_the_criterion_is_that_of_the_cells(seed):
    """The trapezoidal rule makes probabilities of densities; C of these is lib's."""
    x, log_p, log_q = CHECKS.random_densities(np.random.default_rng(seed))
    weight = CHECKS.trapezoid_weights(x)
    np.testing.assert_allclose(weight @ np.exp(log_p), np.trapezoid(np.exp(log_p), x), **ROUNDING)
    p, q = weight * np.exp(log_p), weight * np.exp(log_q)
    found = 2 * CHECKS.jensen_shannon(x, log_p, log_q) - np.log(4)
    np.testing.assert_allclose(found, gan_theory.criterion(p, q), **ROUNDING)
    np.testing.assert_allclose(found, 2 * js_divergence(p, q) - np.log(4), **ROUNDING)


@each_seed
def test_value_gap_and_slope(seed):
    rng = np.random.default_rng(seed)
    p, q, logits = CHECKS.random_discriminator(rng)
    value, gap, slope = reference("value_and_gap")(p, q, logits)
    np.testing.assert_allclose(value, gan_theory.value(logits, p, q), **ROUNDING)
    np.testing.assert_allclose(gap, gan_theory.criterion(p, q) - value, **ROUNDING)
    coins = kl_bernoulli(np.log(p / q), logits)
    ours = CHECKS.kl_coins(p / (p + q), CHECKS.sigmoid(logits))
    np.testing.assert_allclose(ours, coins, **ROUNDING)
    np.testing.assert_allclose(gap, (p + q) @ coins, **ROUNDING)
    np.testing.assert_allclose(slope, slope_of(gan_theory.value)(logits, p, q), **ROUNDING)
    bend = bend_of(gan_theory.value)(logits, p, q)
    d = CHECKS.sigmoid(logits)
    np.testing.assert_allclose(bend, np.diag(-(p + q) * d * (1 - d)), **ROUNDING)


@pytest.mark.parametrize("size", [1.0, 30.0, 1e4])
def test_losses_and_their_slopes(size):
    """At any size of the logits; the slopes are lib's losses differentiated."""
    rng = np.random.default_rng(0)
    real, fake = rng.normal(size=5) * size, rng.normal(size=8) * size
    loss, slope = reference("losses")(real, fake)
    of_d = jax.jit(jax.grad(gan.discriminator_loss, (0, 1)))(real, fake)
    right = {
        "discriminator": gan.discriminator_loss(real, fake),
        "saturating": gan.saturating_loss(fake),
        "non_saturating": gan.non_saturating_loss(fake),
    }
    slopes = {
        "real": of_d[0],
        "fake": of_d[1],
        "saturating": slope_of(gan.saturating_loss)(fake),
        "non_saturating": slope_of(gan.non_saturating_loss)(fake),
    }
    for name, value in right.items():
        np.testing.assert_allclose(loss[name], value, rtol=1e-9, atol=0, err_msg=name)
    for name, value in slopes.items():
        np.testing.assert_allclose(slope[name], value, rtol=1e-9, atol=1e-300, err_msg=name)


class Family(NamedTuple):
    """The data and a generator on seven points, with two weights. now: θ*."""

    p: np.ndarray
    features: np.ndarray
    base: np.ndarray
    now: np.ndarray


def family(seed):
    rng = np.random.default_rng(seed)
    shapes = (7, 2), 7, 2
    return Family(rng.dirichlet(np.full(7, 2.0)), *(rng.normal(size=shape) for shape in shapes))


def model(theta, family):
    return jax.nn.softmax(family.base + family.features @ theta)


def logits(family):
    """Those of D*, frozen."""
    return jnp.log(family.p / model(family.now, family))


def log_model(theta, family):
    return jnp.log(model(theta, family))


def a(theta, family):
    return model(theta, family) @ jax.nn.log_sigmoid(-logits(family))


def b(theta, family):
    return kl_divergence(model(theta, family), (family.p + model(family.now, family)) / 2)


def c(theta, family):
    return 2 * js_divergence(family.p, model(theta, family))


def non_saturating(theta, family):
    return -model(theta, family) @ jax.nn.log_sigmoid(logits(family))


def reverse(theta, family):
    return kl_divergence(model(theta, family), family.p)


def likelihood(theta, family):
    return kl_divergence(family.p, model(theta, family))


@each_seed
def test_directions_are_the_gradients_of_their_objectives(seed):
    given = family(seed)
    score = np.asarray(jax.jacobian(log_model)(given.now, given))
    found, bends = reference("directions")(given.p, np.asarray(model(given.now, given)), score)
    objectives = {
        "game": (a, b, c),
        "non_saturating": (non_saturating,),
        "reverse": (reverse,),
        "likelihood": (likelihood,),
    }
    for name, functions in objectives.items():
        for f in functions:
            np.testing.assert_allclose(found[name], slope_of(f)(given.now, given), **ROUNDING)
    both = found["game"] + found["non_saturating"]
    np.testing.assert_allclose(both, found["reverse"], **ROUNDING)
    bend = {f: bend_of(f)(given.now, given) for f in (a, b, c)}
    np.testing.assert_allclose(bends["mixture"], bend[b] - bend[a], **ROUNDING)
    np.testing.assert_allclose(bends["criterion"], bend[c] - bend[a], **ROUNDING)


DIVERGENCES = {  # by their sums, not by f
    "likelihood": lambda p, q: jnp.sum(p * jnp.log(p / q)),
    "reverse": lambda p, q: jnp.sum(q * jnp.log(q / p)),
    "pearson": lambda p, q: jnp.sum((p - q) ** 2 / q),
    "neyman": lambda p, q: jnp.sum((p - q) ** 2 / p),
    "hellinger": lambda p, q: jnp.sum((jnp.sqrt(p) - jnp.sqrt(q)) ** 2),
}


@pytest.mark.parametrize("name", DIVERGENCES)
def test_a_frozen_loss_has_the_gradient_of_its_divergence(name):
    divergence = DIVERGENCES[name]
    right = jax.jit(jax.grad(lambda theta, given: divergence(given.p, model(theta, given))))
    for given in map(family, SEEDS):
        h = reference("frozen_losses")(np.asarray(logits(given)))[name]
        score = np.asarray(jax.jacobian(log_model)(given.now, given))
        found = (np.asarray(model(given.now, given)) * h) @ score
        np.testing.assert_allclose(found, right(given.now, given), **ROUNDING)


@pytest.mark.parametrize("name", DIVERGENCES)
def test_f_belongs_to_its_divergence(name):
    """On one point with u under the data and 1 under the generator; with its derivative."""
    f, u = (lambda u: DIVERGENCES[name](u, jnp.ones(1))), np.linspace(0.2, 5, 7)[:, None]
    ours, derivative = CHECKS.F[name]
    values, slopes = jax.jit(jax.vmap(jax.value_and_grad(f)))(u)
    np.testing.assert_allclose(ours(u)[:, 0], values, **ROUNDING)
    np.testing.assert_allclose(derivative(u), slopes, **ROUNDING)


@each_seed
def test_the_ideal_game_is_that_of_lib(seed):
    rng = np.random.default_rng(seed)
    p, q = rng.dirichlet(np.ones(5), size=2)
    rate = float(rng.uniform(0.1, 1))
    played = CHECKS.play(p, q, rate, 6, "saturating")
    for before, after in pairwise(played):
        right = gan_theory.exponentiated_gradient(p, before, rate=rate)
        np.testing.assert_allclose(after, right, **ROUNDING)
    assert np.all(np.diff([gan_theory.criterion(p, q) for q in played]) < 0)


def step_objective(w, charge, q, rate):
    """What an ideal step minimises, ⟨charge, q'⟩ + KL(q'‖q)/η, in the logits of q'."""
    new = jax.nn.softmax(jnp.concatenate([w, jnp.zeros(1)]))
    return new @ charge + kl_divergence(new, q) / rate


@each_seed
@pytest.mark.parametrize("loss", ["saturating", "non_saturating"])
def test_the_ideal_step_minimises_what_it_should(seed, loss):
    rng = np.random.default_rng(seed)
    p, q = rng.dirichlet(np.full(4, 3.0), size=2)
    d = p / (p + q)
    charge = np.log(1 - d) if loss == "saturating" else -np.log(d)
    stepped = CHECKS.play(p, q, 0.5, 1, loss)[1]
    given = np.log(stepped[:-1] / stepped[-1]), charge, q, 0.5
    np.testing.assert_allclose(slope_of(step_objective)(*given), 0, atol=1e-12)
    assert np.all(np.linalg.eigvalsh(bend_of(step_objective)(*given)) > 0)


def test_what_the_derivation_of_the_ideal_game_says():
    """Near the data both errors shrink by 1 − η/2; a dead mode grows by (7ε)^−η and (7/3)^η."""
    p, e = np.array([0.1, 0.2, 0.3, 0.4]), np.array([2.0, -1.0, 2.0, -1.5])
    e = 1e-6 * (e - p @ e)
    quarter, small = np.full(4, 0.25), 1e-8
    dead = np.array([small, *[(1 - small) / 3] * 3])
    for rate in (0.3, 0.5, 0.9):
        growth = {"saturating": (7 * small) ** -rate, "non_saturating": (7 / 3) ** rate}
        for loss, factor in growth.items():
            after = CHECKS.play(p, p * (1 + e), rate, 1, loss)[1]
            np.testing.assert_allclose(after / p - 1, (1 - rate / 2) * e, rtol=1e-4, atol=1e-11)
            found = CHECKS.play(quarter, dead, rate, 1, loss)[1, 0] / small
            order = (7 * small) ** (1 - rate) if loss == "saturating" else 10 * small
            np.testing.assert_allclose(found, factor, rtol=2 * order)
    found = CHECKS.play(quarter, dead, 1, 1, "saturating")[1, 0]
    np.testing.assert_allclose(found, (0.25 + small) / 2, **ROUNDING)  # half of the way: 1/8


def test_algorithm_1_is_that_of_lib():
    """Three rounds of `gan_step`, k = 2, with momentum; the codes that it drew handed to ours."""
    key_g, key_d, key = jax.random.split(jax.random.key(0), 3)
    make = partial(MLP, activation=jnp.tanh)
    players = gan.GAN(make(key_g, (2, 3, 2)), make(key_d, (2, 3, 1)))
    players = jax.tree.map(lambda w: w.astype(float), players)
    _, x, _, _ = CHECKS.random_round(np.random.default_rng(0), rounds=3, steps=2)
    rate_g, rate_d, momentum = 0.2, 0.3, 0.6
    optimizers = [optax.sgd(rate, momentum=momentum) for rate in (rate_g, rate_d)]
    one_round = gan.gan_step(gan.non_saturating_loss, *optimizers, discriminator_steps=2)
    one_round = jax.jit(one_round)
    state = gan.init(players, *optimizers)
    z_d, z_g = [], []
    for key_round, batches in zip(jax.random.split(key, 3), x, strict=True):
        state, _ = one_round(state, key_round, jnp.asarray(batches.reshape(8, 2)))
        inner, own = jax.random.split(key_round)
        draw = lambda key: np.asarray(jax.random.normal(key, (4, 2)))  # noqa: E731
        z_d.append([draw(key) for key in jax.random.split(inner, 2)])
        z_g.append(draw(own))
    start, end = ([weights(net) for net in pair] for pair in (players, state.model))
    given = *start, x, np.array(z_d), np.array(z_g), rate_g, rate_d, momentum
    right = np.concatenate([CHECKS.flat(net) for net in end])
    for algorithm in (reference("algorithm_1"), CHECKS.train):
        found = np.concatenate([CHECKS.flat(net) for net in algorithm(*given)])
        np.testing.assert_allclose(found, right, rtol=1e-6, atol=1e-8)


def weights(mlp):
    """An MLP of `lib` as the homework writes it: W, b, W, b."""
    return [np.asarray(w[...], float) for layer in mlp.layers for w in (layer.kernel, layer.bias)]


def logits_of(generator, discriminator, z):
    return jax_network(discriminator, jax_network(generator, z))[:, 0]


COMPARED = {  # each a mean over the logits
    "saturating": gan.saturating_loss,
    "non_saturating": gan.non_saturating_loss,
    "least_squares": lambda logits: jnp.mean((logits - 1) ** 2) / 2,
    "wasserstein": lambda logits: -jnp.mean(logits),
}


@pytest.mark.parametrize("name", COMPARED)
def test_the_compared_gradients_are_those_of_the_losses(name):
    """With D as it is, and with its last bias lowered or raised."""
    (generator, discriminator), _, _, z = CHECKS.random_round(np.random.default_rng(0), 1, 1)
    lower = np.array([0.0, 2.0, -3.0, 40.0])
    gradients, lengths = reference("compare_losses")(generator, discriminator, z[0], lower)
    loss = jax.jit(jax.grad(lambda g, c: COMPARED[name](logits_of(g, discriminator, z[0]) - c)))
    with jax.numpy_rank_promotion("allow"):
        right = [CHECKS.flat(loss(generator, c)) for c in lower]
    np.testing.assert_allclose(CHECKS.flat(gradients[name]), right[0], **ROUNDING)
    np.testing.assert_allclose(lengths[name], np.linalg.norm(right, axis=1), rtol=1e-9)


def test_what_the_derivation_of_the_compared_losses_says():
    """A sure D makes the non-saturating gradient that of Wasserstein, a fooled one the other."""
    (generator, discriminator), _, _, z = CHECKS.random_round(np.random.default_rng(0), 1, 1)
    *hidden, bias = discriminator
    for name, c in (("non_saturating", 30.0), ("saturating", -30.0)):
        sure = [*hidden, bias - c]
        gradients, _ = reference("compare_losses")(generator, sure, z[0], np.zeros(1))
        found, right = (CHECKS.flat(gradients[key]) for key in (name, "wasserstein"))
        np.testing.assert_allclose(found, right, rtol=1e-6, atol=1e-10)
    _, lengths = reference("compare_losses")(generator, discriminator, z[0], np.array([30.0, 40]))
    np.testing.assert_allclose(np.divide(*lengths["saturating"]), np.exp(10), rtol=1e-6)


@each_seed
def test_the_numbers_of_a_run_are_those_of_lib(seed):
    run = CHECKS.random_record(np.random.default_rng(seed))
    found = reference("judge")(run)
    points, modes = run["draws"][-1][:, None], run["modes"][:, None]
    right = mode_report(jnp.asarray(points), jnp.asarray(modes), std=run["std"])
    np.testing.assert_allclose(found["quality"], right.quality, **ROUNDING)
    assert found["covered"] == right.covered
    everywhere = mode_report(jnp.asarray(points), jnp.asarray(modes), std=run["std"], radius=1e9)
    shares = np.asarray(everywhere.counts) / len(points)
    even = np.full(len(modes), 1 / len(modes))
    bound = 2 * js_divergence(even, shares) - np.log(4)
    np.testing.assert_allclose(found["bound"], bound, **ROUNDING)


@pytest.mark.parametrize("name", [name for name in CHECKS.REMEDIES if name != "healthy"])
def test_a_game_is_cured_by_its_own_remedy_alone(name):
    """Played again for 600 rounds with one setting set back: all modes share the draws."""
    game, judge = CHECKS.handed_out(), reference("judge")
    assert set(game["CHANGED"][name]) == {CHECKS.REMEDIES[name]}
    for seed in SEEDS:
        played = []
        for settings in (game["HEALTHY"], game["HEALTHY"] | game["CHANGED"][name]):
            rng = np.random.default_rng(seed)
            start = game["start_of"](name, rng)
            played.append(judge(game["play"](settings, *start, rng, rounds=600)))
        cured, ill = played  # another remedy changes nothing: that setting is the healthy one
        assert cured["covered"] == 5
        assert cured["bound"] < ill["bound"] - 0.05


# Other right answers


def jax_algorithm_1(generator, discriminator, x, z_d, z_g, rate_g, rate_d, momentum):
    """Question 8 as many will answer it: with jax.grad, in single precision."""
    players = jax.tree.map(lambda w: jnp.asarray(w, jnp.float32), (generator, discriminator))
    velocities = jax.tree.map(jnp.zeros_like, players)
    for inputs in zip(x, z_d, z_g, strict=True):
        inputs = [jnp.asarray(each, jnp.float32) for each in inputs]
        players, velocities = jax_round(players, velocities, *inputs, rate_g, rate_d, momentum)
    return players


@jax.jit
def jax_round(players, velocities, x, z_d, z_g, rate_g, rate_d, momentum):
    (g, d), (v_g, v_d) = players, velocities
    for i in range(len(x)):
        slope = jax.grad(jax_value)(d, g, x[i], z_d[i])
        v_d = jax.tree.map(lambda v, s: momentum * v + s, v_d, slope)
        d = jax.tree.map(lambda w, v: w + rate_d * v, d, v_d)
    slope = jax.grad(jax_loss)(g, d, z_g)
    v_g = jax.tree.map(lambda v, s: momentum * v + s, v_g, slope)
    g = jax.tree.map(lambda w, v: w - rate_g * v, g, v_g)
    return (g, d), (v_g, v_d)


def jax_value(d, g, x, z):
    real, fake = jax_network(d, x), jax_network(d, jax_network(g, z))
    return jnp.mean(jax.nn.log_sigmoid(real)) + jnp.mean(jax.nn.log_sigmoid(-fake))


def jax_loss(g, d, z):
    return -jnp.mean(jax.nn.log_sigmoid(jax_network(d, jax_network(g, z))))


def jax_network(net, x):
    w_1, b_1, w_2, b_2 = net
    return jnp.tanh(x @ w_1 + b_1) @ w_2 + b_2


def loop_ideal_game(p_data, p_g, rate, steps, loss):
    """Question 7 with logarithms, and without 0/0 by leaving points out."""
    q = np.array(p_g, float)
    history = [q]
    for _ in range(steps):
        new = np.zeros(len(q))
        for i in range(len(q)):
            if q[i] > 0 and (p_data[i] > 0 or loss == "saturating"):
                d = p_data[i] / (p_data[i] + q[i])
                charge = np.log1p(-d) if loss == "saturating" else -np.log(d)
                new[i] = np.exp(np.log(q[i]) - rate * charge)
        q = new / np.sum(new)
        history.append(q)
    return [list(map(float, row)) for row in history]


def jax_losses(real_logits, fake_logits):
    """Question 4 with jax.grad, in single precision."""
    real, fake = (jnp.asarray(x, jnp.float32) for x in (real_logits, fake_logits))
    of_d = lambda r, f: jnp.mean(jax.nn.softplus(-r)) + jnp.mean(jax.nn.softplus(f))  # noqa: E731
    saturating = lambda f: -jnp.mean(jax.nn.softplus(f))  # noqa: E731
    non_saturating = lambda f: jnp.mean(jax.nn.softplus(-f))  # noqa: E731
    slope_real, slope_fake = jax.grad(of_d, (0, 1))(real, fake)
    return {
        "discriminator": of_d(real, fake),
        "saturating": saturating(fake),
        "non_saturating": non_saturating(fake),
    }, {
        "real": slope_real,
        "fake": slope_fake,
        "saturating": jax.grad(saturating)(fake),
        "non_saturating": jax.grad(non_saturating)(fake),
    }


def jax_criterion(x, log_p_data, log_p_g):
    """Question 2 from log D*, in single precision."""
    x, log_p, log_q = (jnp.asarray(a, jnp.float32) for a in (x, log_p_data, log_p_g))
    logits = jnp.where(log_p == log_q, 0.0, log_p - log_q)  # also where both are −∞
    terms = [
        jnp.where(jnp.exp(log) > 0, -jnp.exp(log) * jax.nn.softplus(sign * logits), 0.0)
        for log, sign in ((log_p, -1), (log_q, 1))
    ]
    return jnp.trapezoid(terms[0] + terms[1], x)


def criterion_from_jsd(x, log_p_data, log_p_g):
    """Question 2 as −log 4 + 2 JSD, which needs densities that integrate to 1."""
    log_m = np.logaddexp(log_p_data, log_p_g) - np.log(2)
    with np.errstate(invalid="ignore"):  # -inf - -inf where both are 0
        terms = [
            np.where(np.isneginf(log_p), 0, np.exp(log_p) * (log_p - log_m))
            for log_p in (log_p_data, log_p_g)
        ]
    return -np.log(4) + np.trapezoid(terms[0] + terms[1], x)


def compare_losses_draw_by_draw(generator, discriminator, z, lower):
    """Question 9 with a loop over the codes, each of which adds its part."""

    def logistic(logit):
        return np.exp(-np.logaddexp(0, -logit))

    slopes = {
        "saturating": lambda logit: -logistic(logit),
        "non_saturating": lambda logit: -logistic(-logit),
        "least_squares": lambda logit: logit - 1,
        "wasserstein": lambda logit: -1.0,
    }
    (w_1, b_1, w_2, b_2), (u_1, c_1, u_2, c_2) = generator, discriminator
    ways, logits = [], []
    for code in z:
        h = np.tanh(code @ w_1 + b_1)
        k = np.tanh((h @ w_2 + b_2) @ u_1 + c_1)
        logits.append((k @ u_2 + c_2)[0])
        at_x = u_1 @ ((1 - k**2) * u_2[:, 0])
        inner = (w_2 @ at_x) * (1 - h**2)
        ways.append([np.outer(code, inner), inner, np.outer(h, at_x), at_x])

    def gradient(slope, c):
        weights = [slope(logit - c) for logit in logits]
        each = [[w * part for part in way] for w, way in zip(weights, ways, strict=True)]
        return [sum(rows) / len(z) for rows in zip(*each, strict=True)]

    def length(parts):
        return np.linalg.norm(np.concatenate([part.ravel() for part in parts]))

    return [
        {name: gradient(slope, 0) for name, slope in slopes.items()},
        {name: [length(gradient(slope, c)) for c in lower] for name, slope in slopes.items()},
    ]


def judge_by_the_curves(run):
    """Question 10 with another rule: D's means come first."""
    found = reference("judge")(run)
    sure = run["d_fake"][-5:].mean()
    apart = abs(run["d_real"][-5:].mean() - sure)
    if sure < 0.3 and found["quality"] < 0.5:
        verdict = "saturated"
    elif found["swing"] > 0.15:
        verdict = "restless"
    elif apart < 0.06 and found["covered"] < len(run["modes"]):
        verdict = "blind"
    else:
        verdict = "dropped" if found["covered"] < len(run["modes"]) else "healthy"
    return found | {"failure": verdict, "remedy": CHECKS.REMEDIES[verdict]}


OTHERS = [
    ("algorithm_1", jax_algorithm_1),
    ("ideal_game", loop_ideal_game),
    ("losses", jax_losses),
    ("criterion", jax_criterion),
    ("criterion", criterion_from_jsd),
    ("compare_losses", compare_losses_draw_by_draw),
    ("judge", judge_by_the_curves),
]


@pytest.mark.parametrize(("name", "answer"), OTHERS)
def test_other_right_answers_are_right(name, answer):
    """Other libraries, other precision, lists for arrays; JAX as it is by default."""
    (question,) = [q for q in HOMEWORK.questions if q.name == name]
    with jax.numpy_rank_promotion("allow"):
        for check in question.checks:
            for seed in range(3):
                assert check(answer, seed) is None, (check.name, seed)
