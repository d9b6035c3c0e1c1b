"""What homework 2's checks hold to be right is what `lib` computes, or what JAX differentiates."""

from functools import partial
from itertools import pairwise

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from lib import gan, gan_theory
from lib.divergences import js_divergence, kl_bernoulli, kl_divergence
from lib.grading import homework
from lib.networks import MLP

HOMEWORK = homework.load("hw2_gan")
CHECKS = homework.load_checks(homework.FOLDER / "hw2_gan" / "checks.py")
ROUNDING = {"rtol": 1e-9, "atol": 1e-12}
each_seed = pytest.mark.parametrize("seed", range(3))


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


def slope_of(f):
    """The compiled gradient."""
    return jax.jit(jax.grad(f))


def bend_of(f):
    """The compiled second derivative."""
    return jax.jit(jax.hessian(f))


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

    def objective(logits):
        log_d, log_not_d = jax.nn.log_sigmoid(logits), jax.nn.log_sigmoid(-logits)
        return jnp.sum(real * ((1 - smooth) * log_d + smooth * log_not_d) + fake * log_not_d)

    np.testing.assert_allclose(slope_of(objective)(found), 0, atol=1e-12)
    assert np.all(np.linalg.eigvalsh(bend_of(objective)(found)) < 0)
    if smooth > 0:
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


@each_seed
@pytest.mark.parametrize("size", [1.0, 30.0, 1e4])
def test_losses_and_their_slopes(seed, size):
    """At any size of the logits; the slopes are lib's losses differentiated."""
    rng = np.random.default_rng(seed)
    real, fake = rng.normal(size=5) * size, rng.normal(size=8) * size
    loss, slope = reference("losses")(real, fake)
    of_d = jax.grad(gan.discriminator_loss, (0, 1))(real, fake)
    right = {
        "discriminator": gan.discriminator_loss(real, fake),
        "saturating": gan.saturating_loss(fake),
        "non_saturating": gan.non_saturating_loss(fake),
    }
    slopes = {
        "real": of_d[0],
        "fake": of_d[1],
        "saturating": jax.grad(gan.saturating_loss)(fake),
        "non_saturating": jax.grad(gan.non_saturating_loss)(fake),
    }
    for name, value in right.items():
        np.testing.assert_allclose(loss[name], value, rtol=1e-9, atol=0, err_msg=name)
    for name, value in slopes.items():
        np.testing.assert_allclose(slope[name], value, rtol=1e-9, atol=1e-300, err_msg=name)


def family(rng):
    """A generator on seven points with two weights: p_data, θ*, p_θ as a function."""
    p, _, _ = CHECKS.random_family(rng)
    features, base = rng.normal(size=(7, 2)), rng.normal(size=7)
    return p, rng.normal(size=2), lambda theta: jax.nn.softmax(base + features @ theta)


@each_seed
def test_directions_are_the_gradients_of_their_objectives(seed):
    p, now, model = family(np.random.default_rng(seed))
    frozen = model(now)
    logits = jnp.log(p / frozen)
    a = lambda theta: model(theta) @ jax.nn.log_sigmoid(-logits)  # noqa: E731
    b = lambda theta: kl_divergence(model(theta), (p + frozen) / 2)  # noqa: E731
    c = lambda theta: 2 * js_divergence(jnp.asarray(p), model(theta))  # noqa: E731
    score = jax.jit(jax.jacobian(lambda theta: jnp.log(model(theta))))(now)
    gradients, bends = reference("directions")(p, np.asarray(frozen), np.asarray(score))
    for objective in (a, b, c):
        np.testing.assert_allclose(gradients["game"], slope_of(objective)(now), **ROUNDING)
    others = {
        "non_saturating": lambda theta: -model(theta) @ jax.nn.log_sigmoid(logits),
        "reverse": lambda theta: kl_divergence(model(theta), jnp.asarray(p)),
        "likelihood": lambda theta: kl_divergence(jnp.asarray(p), model(theta)),
    }
    for name, objective in others.items():
        np.testing.assert_allclose(gradients[name], slope_of(objective)(now), **ROUNDING)
    both = gradients["game"] + gradients["non_saturating"]
    np.testing.assert_allclose(both, gradients["reverse"], **ROUNDING)
    bend = {f: bend_of(f)(now) for f in (a, b, c)}
    np.testing.assert_allclose(bends["mixture"], bend[b] - bend[a], **ROUNDING)
    np.testing.assert_allclose(bends["criterion"], bend[c] - bend[a], **ROUNDING)


DIVERGENCES = {  # by their sums, not by f
    "likelihood": lambda p, q: jnp.sum(p * jnp.log(p / q)),
    "reverse": lambda p, q: jnp.sum(q * jnp.log(q / p)),
    "pearson": lambda p, q: jnp.sum((p - q) ** 2 / q),
    "neyman": lambda p, q: jnp.sum((p - q) ** 2 / p),
    "hellinger": lambda p, q: jnp.sum((jnp.sqrt(p) - jnp.sqrt(q)) ** 2),
}


@each_seed
@pytest.mark.parametrize("name", DIVERGENCES)
def test_a_frozen_loss_has_the_gradient_of_its_divergence(seed, name):
    p, now, model = family(np.random.default_rng(seed))
    h = reference("frozen_losses")(np.log(p / np.asarray(model(now))))[name]
    found = slope_of(lambda theta: model(theta) @ h)(now)
    right = slope_of(lambda theta: DIVERGENCES[name](p, model(theta)))(now)
    np.testing.assert_allclose(found, right, **ROUNDING)
    f, u = (lambda u: DIVERGENCES[name](u, jnp.ones(1))), np.linspace(0.2, 5, 7)[:, None]
    ours, derivative = CHECKS.F[name]
    np.testing.assert_allclose(ours(u)[:, 0], jax.vmap(f)(u), **ROUNDING)
    np.testing.assert_allclose(derivative(u), jax.vmap(jax.grad(f))(u), **ROUNDING)


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


@each_seed
@pytest.mark.parametrize("loss", ["saturating", "non_saturating"])
def test_the_ideal_step_minimises_what_it_should(seed, loss):
    """⟨charge, q'⟩ + KL(q'‖q)/η over all q', found by Newton's method on q's logits."""
    rng = np.random.default_rng(seed)
    p, q = rng.dirichlet(np.full(4, 3.0), size=2)
    rate, d = 0.5, p / (p + q)
    charge = np.log(1 - d) if loss == "saturating" else -np.log(d)

    def objective(w):
        new = jax.nn.softmax(jnp.concatenate([w, jnp.zeros(1)]))
        return new @ charge + kl_divergence(new, jnp.asarray(q)) / rate

    stepped = CHECKS.play(p, q, rate, 1, loss)[1]
    w = jnp.log(stepped[:-1] / stepped[-1])
    np.testing.assert_allclose(slope_of(objective)(w), 0, atol=1e-12)
    assert np.all(np.linalg.eigvalsh(bend_of(objective)(w)) > 0)


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


@each_seed
def test_algorithm_1_is_that_of_lib(seed):
    """Two rounds of `gan_step` with momentum, its own codes handed to ours; D in and out = 2."""
    key_g, key_d, key = jax.random.split(jax.random.key(seed), 3)
    make = partial(MLP, activation=jnp.tanh)
    players = gan.GAN(make(key_g, (2, 3, 2)), make(key_d, (2, 3, 1)))
    players = jax.tree.map(lambda w: w.astype(float), players)
    _, x, _, _ = CHECKS.random_round(np.random.default_rng(seed), rounds=2, steps=2)
    rate_g, rate_d, momentum = 0.2, 0.3, 0.6
    optimizers = [optax.sgd(rate, momentum=momentum) for rate in (rate_g, rate_d)]
    one_round = gan.gan_step(gan.non_saturating_loss, *optimizers, discriminator_steps=2)
    state = gan.gan_init(players, *optimizers)
    z_d, z_g = [], []
    for key_round, batches in zip(jax.random.split(key), x, strict=True):
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


# Other right answers


def jax_algorithm_1(generator, discriminator, x, z_d, z_g, rate_g, rate_d, momentum):
    """Question 8 as many will answer it: with jax.grad, in single precision."""

    def network(net, x):
        w_1, b_1, w_2, b_2 = net
        return jnp.tanh(x @ w_1 + b_1) @ w_2 + b_2

    def value(d, g, x, z):
        real, fake = network(d, x), network(d, network(g, z))
        return jnp.mean(jax.nn.log_sigmoid(real)) + jnp.mean(jax.nn.log_sigmoid(-fake))

    def loss(g, d, z):
        return -jnp.mean(jax.nn.log_sigmoid(network(d, network(g, z))))

    @jax.jit
    def one_round(players, velocities, x, z_d, z_g):
        (g, d), (v_g, v_d) = players, velocities
        for i in range(len(x)):
            slope = jax.grad(value)(d, g, x[i], z_d[i])
            v_d = jax.tree.map(lambda v, s: momentum * v + s, v_d, slope)
            d = jax.tree.map(lambda w, v: w + rate_d * v, d, v_d)
        slope = jax.grad(loss)(g, d, z_g)
        v_g = jax.tree.map(lambda v, s: momentum * v + s, v_g, slope)
        g = jax.tree.map(lambda w, v: w - rate_g * v, g, v_g)
        return (g, d), (v_g, v_d)

    players = jax.tree.map(lambda w: jnp.asarray(w, jnp.float32), (generator, discriminator))
    velocities = jax.tree.map(jnp.zeros_like, players)
    for inputs in zip(x, z_d, z_g, strict=True):
        inputs = [jnp.asarray(each, jnp.float32) for each in inputs]
        players, velocities = one_round(players, velocities, *inputs)
    return players


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


OTHERS = {
    "algorithm_1": jax_algorithm_1,
    "ideal_game": loop_ideal_game,
    "losses": jax_losses,
    "criterion": jax_criterion,
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_right_answers_are_right(name):
    """Other libraries, other precision, lists for arrays; JAX as it is by default."""
    (question,) = [q for q in HOMEWORK.questions if q.name == name]
    with jax.numpy_rank_promotion("allow"):
        for check in question.checks:
            for seed in range(3):
                assert check(OTHERS[name], seed) is None, (check.name, seed)
