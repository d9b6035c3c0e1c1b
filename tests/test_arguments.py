"""Every documented error, in one table: its type, and that it names the argument.

The shape checker of the test run would speak first, so the functions are called without it:
`inspect.unwrap` goes past every decorator, to the library's own checks.
"""

import functools
import inspect
import subprocess
import sys

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from lib import (
    arguments,
    autoencoder,
    data,
    distances,
    distributions,
    divergences,
    evaluation,
    flow,
    gan,
    gan_theory,
    gradient_penalty,
    grid_solver,
    gridworld,
    k_means,
    kl_fit,
    linear_gaussian,
    maximum_likelihood,
    mdp,
    mnist_gan,
    mode_coverage,
    monte_carlo,
    networks,
    newton,
    noisy_gan,
    noisy_generator,
    noisy_vae,
    parzen,
    q_learning,
    remedies,
    reward_thresholds,
    rollout,
    small_games,
    spectral_norm,
    train,
    transition_table,
    vae,
    wasserstein,
)
from lib.distributions import Gaussian, Mixture
from programs import train_mnist_gan

KEY = jax.random.key(0)
HALF = jnp.array([0.5, 0.5])
THIRD = jnp.full(3, 1 / 3)
EYE = jnp.eye(2)
ZERO = jnp.zeros(2)
ASKEW = jnp.array([[1.0, 0.5], [0.0, 1.0]])
INDEFINITE = jnp.diag(jnp.array([1.0, -1.0]))
LINE = jnp.linspace(0, 1, 5)
PPCA_DATA = jax.random.normal(KEY, (20, 3))


def log_flat(x):
    return jnp.zeros_like(x)


def two_codes():
    return noisy_generator.NoisyGenerator(networks.MLP(KEY, (2, 3)), jnp.ones(()))


def linear_vae():
    model = linear_gaussian.LinearGaussian(jnp.ones((3, 2)), jnp.zeros(3), jnp.zeros(()))
    return linear_gaussian.LinearVAE(model, jnp.ones((2, 3)), jnp.zeros(2), jnp.zeros(2))


def log_prob(model, x=ZERO):
    return inspect.unwrap(type(model).log_prob)(model, x)


def sample(model):
    return inspect.unwrap(type(model).sample)(model, KEY, 3)


def named(error, words, f, *args, **options):
    """One row: f(*args, **options) raises `error`, whose message has all the words."""
    label = f"{getattr(getattr(f, 'func', f), '__name__', '?')}-{'-'.join(words)}"
    return pytest.param(error, words, f, args, options, id=label)


def discrete_errors():
    for name in ("cross_entropy", "kl_divergence", "js_divergence", "total_variation"):
        f = getattr(divergences, name)
        yield named(ValueError, ["p", "≥ 0"], f, jnp.array([1.5, -0.5]), HALF)
        yield named(ValueError, ["q", "≥ 0"], f, HALF, jnp.array([1.5, -0.5]))
        yield named(ValueError, ["p", "sum to 1"], f, 2 * HALF, HALF)
        yield named(ValueError, ["q", "sum to 1"], f, HALF, np.array([0.5, 0.499]))
        yield named(ValueError, ["q", "nan"], f, HALF, jnp.array([0.5, jnp.nan]))
        yield named(ValueError, ["p (2,)", "q (3,)"], f, HALF, THIRD)
        yield named(TypeError, ["q", "floating", "int"], f, HALF, jnp.array([1, 0]))
        yield named(ValueError, ["p", "axis"], f, jnp.array(1.0), jnp.array(1.0))


def gaussian_errors():
    f = divergences.kl_gaussian
    yield named(ValueError, ["mean_p (2,)", "mean_q (3,)"], f, ZERO, EYE, jnp.zeros(3), EYE)
    yield named(ValueError, ["cov_p (2, 2)", "cov_q (3, 3)"], f, ZERO, EYE, ZERO, jnp.eye(3))
    yield named(ValueError, ["cov_p", "(3, 3)"], f, jnp.zeros(3), EYE, jnp.zeros(3), EYE)
    yield named(ValueError, ["cov_q", "symmetric"], f, ZERO, EYE, ZERO, ASKEW)
    yield named(ValueError, ["cov_p", "positive definite"], f, ZERO, INDEFINITE, ZERO, EYE)
    yield named(ValueError, ["cov_p", "square"], f, ZERO, jnp.ones((2, 3)), ZERO, EYE)
    yield named(TypeError, ["mean_q", "floating"], f, ZERO, EYE, jnp.array([0, 0]), EYE)


def bernoulli_errors():
    f = divergences.kl_bernoulli
    yield named(ValueError, ["logits_p (2,)", "logits_q (3,)"], f, ZERO, jnp.zeros(3))
    yield named(TypeError, ["logits_q", "floating"], f, ZERO, jnp.array([1, 0]))


def gan_errors():
    integers = jnp.array([1, 0])
    for f in (gan.value_function, gan.discriminator_loss):
        yield named(TypeError, ["real_logits", "floating"], f, integers, ZERO)
        yield named(TypeError, ["fake_logits", "floating"], f, ZERO, integers)
    for f in (gan.saturating_loss, gan.non_saturating_loss):
        yield named(TypeError, ["fake_logits", "floating"], f, integers)
    f = gan.optimal_discriminator
    yield named(ValueError, ["p_data", "at least 0", "-1"], f, HALF - 1.5, HALF)
    yield named(ValueError, ["p_g", "at least 0", "-1"], f, HALF, HALF - 1.5)
    yield named(ValueError, ["p_data", "finite", "inf"], f, HALF / 0, HALF)
    yield named(ValueError, ["p_g", "finite", "nan"], f, HALF, ZERO / 0)
    yield named(ValueError, ["p_data (2,)", "p_g (3,)"], f, HALF, THIRD)
    yield named(TypeError, ["p_g", "floating"], f, HALF, integers)
    two_outputs = gan.GAN(None, networks.MLP(KEY, (2, 2)))
    yield named(ValueError, ["discriminator", "one logit"], gan.GAN.logits, two_outputs, ZERO)
    step = functools.partial(gan.gan_step, gan.saturating_loss, optax.sgd(1.0), optax.sgd(1.0))
    yield named(ValueError, ["discriminator_steps", "got 0"], step, discriminator_steps=0)
    two_steps = step(discriminator_steps=2)
    yield named(
        ValueError, ["x", "multiple of 2", "got 3"], two_steps, None, KEY, jnp.zeros((3, 1))
    )


def remedy_errors():
    integers, empty = jnp.array([1, 0]), jnp.zeros(0)
    f = gradient_penalty.r1_penalty
    yield named(TypeError, ["real", "floating"], f, jnp.sum, integers[None])
    f = gradient_penalty.slope_one_penalty
    yield named(TypeError, ["fake", "floating"], f, jnp.sum, KEY, EYE, integers[None])
    yield named(TypeError, ["real", "floating"], f, jnp.sum, KEY, integers[None], EYE)
    yield named(ValueError, ["real (2, 2)", "fake (1, 2)"], f, jnp.sum, KEY, EYE, EYE[:1])
    f = wasserstein.wasserstein_distance
    yield named(TypeError, ["x", "floating"], f, integers, HALF)
    yield named(TypeError, ["y", "floating"], f, HALF, integers)
    yield named(ValueError, ["x", "at least one"], f, empty, HALF)
    yield named(ValueError, ["y", "at least one"], f, HALF, empty)
    f = wasserstein.critic_loss
    yield named(TypeError, ["real", "floating"], f, integers, HALF)
    yield named(TypeError, ["fake", "floating"], f, HALF, integers)
    yield named(TypeError, ["fake", "floating"], wasserstein.generator_loss, integers)
    f, known = remedies.play, {"rounds": 1, "settings": remedies.Settings()}
    yield named(ValueError, ["name", "plain", "got r1"], f, KEY, EYE, name="r1", **known)
    f, known = small_games.play, {"k": 1, "settings": small_games.Settings()}
    yield named(ValueError, ["x", "40000 + 10000", "got 2"], f, KEY, EYE, 0.1, 0.1, **known)
    known["settings"] = small_games.Settings(rounds=5, moments=2, points=1, fresh=1)
    yield named(ValueError, ["rounds", "2 moments", "got 5"], f, KEY, EYE, 0.1, 0.1, **known)
    f = spectral_norm.spectral_norm
    yield named(TypeError, ["weight", "floating"], f, integers[None])
    yield named(ValueError, ["iterations", "at least 1", "got 0"], f, EYE, iterations=0)


def gan_theory_errors():
    for f, first in ((gan_theory.criterion, ()), (gan_theory.value, (ZERO,))):
        yield named(ValueError, ["p_data", "≥ 0"], f, *first, jnp.array([1.5, -0.5]), HALF)
        yield named(ValueError, ["p_g", "sum to 1"], f, *first, HALF, 2 * HALF)
        yield named(ValueError, ["p_data (2,)", "p_g (3,)"], f, *first, HALF, THIRD)
    yield named(TypeError, ["logits", "floating"], f, jnp.array([1, 0]), HALF, HALF)
    yield named(ValueError, ["logits (3,)", "p_g (2,)"], f, jnp.zeros(3), HALF, HALF)
    f = gan_theory.exponentiated_gradient
    yield named(ValueError, ["p_g", "positive"], f, HALF, jnp.array([1.0, 0.0]), rate=1.0)
    yield named(ValueError, ["rate", "positive"], f, HALF, HALF, rate=0.0)
    yield named(ValueError, ["p_g", "sum to 1"], f, HALF, 2 * HALF, rate=1.0)
    yield named(ValueError, ["p_data (2,)", "p_g (3,)"], f, HALF, THIRD, rate=1.0)


STAY = mdp.MDP(np.zeros((1, 2, 1), int), np.ones((1, 2, 1)), np.zeros((1, 2)), 0.5)
TABLE = {0: {0: [(1.0, 0, 0.0, True)]}}


def model_errors():
    """Whoever takes a model checks it; some take more."""
    stop = {"tolerance": 0.1, "max_iterations": 3}
    takers = [
        (mdp.validate, (), {}),
        (mdp.action_values, (np.zeros(1),), {}),
        (mdp.bellman_optimality_operator, (np.zeros(1),), {}),
        (mdp.bellman_expectation_operator, (np.zeros(1, int), np.zeros(1)), {}),
        (mdp.greedy_policy, (np.zeros(1),), {}),
        (mdp.optimal_actions, (np.zeros(1),), {"atol": 0.0}),
        (mdp.policy_evaluation, (np.zeros(1, int),), {}),
        (mdp.policy_iteration, (), {}),
        (mdp.value_iteration, (), stop),
        (rollout.step, (KEY, 0, 0), {}),
        (rollout.rollout, (KEY, np.zeros(1, int), np.zeros(1, int)), {"steps": 1}),
        (q_learning.q_learning, (KEY,), {"steps": 1}),
    ]
    for f, args, options in takers:
        for words, wrong in (
            (["probability", "≥ 0"], {"probability": np.array([[[-1.0], [1.0]]])}),
            (["probability", "sum to 1"], {"probability": np.full((1, 2, 1), 0.9)}),
            (["gamma", "[0, 1]", "1.5"], {"gamma": 1.5}),
            (["gamma", "[0, 1]"], {"gamma": np.nan}),
            (["reward", "finite", "inf"], {"reward": np.array([[0, np.inf]])}),
            (["next_state", "0 … 0", "1"], {"next_state": np.ones((1, 2, 1), int)}),
            (["reward", "(1, 2)"], {"reward": np.zeros(2)}),
        ):
            yield named(ValueError, words, f, STAY._replace(**wrong), *args, **options)
    f = mdp.validate
    yield named(ValueError, ["next_state", "0 … 0"], f, STAY._replace(next_state=-STAY[0] - 1))
    yield named(TypeError, ["next_state", "float"], f, STAY._replace(next_state=STAY.probability))
    yield named(ValueError, ["probability", "(S, A, K)"], f, STAY._replace(probability=THIRD))
    shorter = STAY._replace(next_state=np.zeros((1, 2, 2), int))
    yield named(ValueError, ["next_state (1, 2, 2)", "probability (1, 2, 1)"], f, shorter)
    yield named(ValueError, ["gamma", "()"], f, STAY._replace(gamma=np.zeros(2)))
    yield named(
        ValueError,
        ["probability", "sum"],
        mdp.from_dense,
        np.zeros((1, 1, 1)),
        np.zeros((1, 1)),
        0.5,
    )
    yield named(ValueError, ["v", "(1,)"], mdp.action_values, STAY, np.zeros(2))
    for policy, error, words in (
        (np.array([2]), ValueError, ["policy", "0 … 1"]),
        (np.array([-1]), ValueError, ["policy", "0 … 1"]),
        (np.array([0.5]), TypeError, ["policy", "integers"]),
        (np.zeros(2, int), ValueError, ["policy", "(1,)"]),
        (np.array([[0.5, 0.6]]), ValueError, ["policy", "sum to 1"]),
        (np.array([[1.0]]), ValueError, ["policy", "(1, 2)"]),
    ):
        yield named(error, words, mdp.policy_evaluation, STAY, policy)
    f = mdp.value_iteration
    yield named(ValueError, ["tolerance"], f, STAY, tolerance=-1.0, max_iterations=1)
    yield named(ValueError, ["tolerance", "nan"], f, STAY, tolerance=np.nan, max_iterations=1)
    yield named(ValueError, ["max_iterations", "1"], f, STAY, tolerance=0.0, max_iterations=0)
    f = rollout.step
    yield named(ValueError, ["state", "0 … 0"], f, STAY, KEY, 1, 0)
    yield named(ValueError, ["action", "0 … 1"], f, STAY, KEY, 0, 2)
    yield named(ValueError, ["state (2,)", "action ()"], f, STAY, KEY, np.zeros(2, int), 0)
    wrong = np.zeros((1, 2, 3))
    yield named(ValueError, ["outcome_reward"], f, STAY, KEY, 0, 0, outcome_reward=wrong)
    f = rollout.rollout
    yield named(ValueError, ["start"], f, STAY, KEY, np.zeros(1, int), np.ones(1, int), steps=1)
    f = q_learning.q_learning
    yield named(ValueError, ["epsilon", "[0, 1]"], f, STAY, KEY, steps=1, epsilon=1.1)
    yield named(ValueError, ["rate", "0"], f, STAY, KEY, steps=1, rate=-0.1)
    yield named(ValueError, ["decay", "0"], f, STAY, KEY, steps=1, decay=-0.1)


def map_errors():
    """The two solvers' worlds, and the exact one."""
    stop = {"tolerance": 0.1, "max_iterations": 3}
    for f, options in (
        (gridworld.gridworld, {"step_reward": -1.0}),
        (grid_solver.solve_grid, {"step_reward": -1.0, **stop}),
        (reward_thresholds.reward_thresholds, {}),
    ):
        for words, rows in (
            (["rows", "empty"], []),
            (["rows", "empty"], [""]),
            (["rows", "row 0 has 2", "row 1 has 1"], [".+", "."]),
            (["rows", "'x'", "row 1, column 0"], ["+", "x"]),
            (["rows", "exit", "+ -"], ["..", ".#"]),
        ):
            yield named(ValueError, words, f, rows, **options)
        yield named(TypeError, ["rows", "list of strings"], f, "..+", **options)
        yield named(ValueError, ["slip", "[0, 1]"], f, ["+."], **options, slip=2)
        yield named(ValueError, ["slip", "[0, 1]"], f, ["+."], **options, slip=-1)
        yield named(ValueError, ["gamma", "[0, 1]"], f, ["+."], **options, gamma=2)
        for name in ("#", ".", "ab", ""):
            yield named(ValueError, ["exits", repr(name)], f, ["+."], **options, exits={name: 1})
    for f, options in ((gridworld.gridworld, {}), (grid_solver.solve_grid, stop)):
        yield named(ValueError, ["step_reward"], f, ["+."], step_reward=np.nan, **options)
        infinite = {"+": np.inf}
        words = ["exits['+']", "finite"]
        yield named(ValueError, words, f, ["+."], step_reward=0.0, exits=infinite, **options)
    yield named(TypeError, ["rows", "list of strings"], gridworld.read_map, [1], {"+": 1})
    f = grid_solver.solve_grid
    yield named(ValueError, ["tolerance"], f, ["+"], step_reward=0, **stop | {"tolerance": -1})
    yield named(
        ValueError, ["max_iterations"], f, ["+"], step_reward=0, **stop | {"max_iterations": 0}
    )
    f = reward_thresholds.reward_thresholds
    yield named(TypeError, ["slip", "Fraction", "0.2"], f, ["+."], slip=0.2)
    yield named(TypeError, ["gamma", "Fraction"], f, ["+."], gamma=0.9)
    yield named(TypeError, ["+", "Fraction"], f, ["+."], exits={"+": 0.5})
    yield named(ValueError, ["rows", "gamma = 1", "state 0"], f, [".#+"])


def table_errors():
    f = transition_table.from_transition_table
    yield named(ValueError, ["table", "states"], f, {}, 0.5)
    yield named(ValueError, ["table", "states"], f, {1: TABLE[0]}, 0.5)
    yield named(ValueError, ["table", "action"], f, {0: {}}, 0.5)
    yield named(ValueError, ["table", "actions 0 … 0"], f, {**TABLE, 1: {1: []}}, 0.5)
    yield named(ValueError, ["gamma"], f, TABLE, 2.0)
    yield named(ValueError, ["probability"], f, {0: {0: [(0.5, 0, 0.0, True)]}}, 0.5)
    yield named(ValueError, ["next_state"], f, {0: {0: [(1.0, 7, 0.0, False)]}}, 0.5)


def evaluation_errors():
    points, flat, labels = jnp.ones((4, 2)), jnp.ones((4, 3)), jnp.array([0, 1, 1, 0])
    integers = jnp.ones((4, 2), jnp.int32)
    for f, x, y in (
        (evaluation.frechet_distance, "x", "y"),
        (evaluation.coverage, "real", "generated"),
        (evaluation.precision_recall, "real", "generated"),
        (evaluation.energy_distance, "x", "y"),
    ):
        yield named(ValueError, [f"{x} (4, 2)", f"{y} (4, 3)", "coordinates"], f, points, flat)
        yield named(TypeError, [x, "floating"], f, integers, points)
        yield named(TypeError, [y, "floating"], f, points, integers)
    for f in (evaluation.frechet_distance, evaluation.energy_distance):
        yield named(ValueError, ["x", "at least 2", "got 1"], f, points[:1], points)
        yield named(ValueError, ["y", "at least 2", "got 1"], f, points, points[:1])
    f = evaluation.coverage
    yield named(ValueError, ["neighbours", "1", "got 0"], f, points, points, neighbours=0)
    yield named(ValueError, ["real", "at least 5", "got 4"], f, points, points, neighbours=4)
    f = evaluation.precision_recall
    yield named(ValueError, ["neighbours", "1", "got 0"], f, points, points, neighbours=0)
    yield named(ValueError, ["real", "at least 5", "got 4"], f, points, points, neighbours=4)
    yield named(ValueError, ["generated", "at least 4", "got 3"], f, points, points[:3])
    yield named(TypeError, ["images", "floating"], evaluation.sharpness, integers[None])
    yield named(ValueError, ["x", "at least 2"], evaluation.whiten, points[:1])
    yield named(TypeError, ["x", "floating"], evaluation.whiten, integers)
    f = evaluation.linear_probe
    yield named(TypeError, ["x", "floating"], f, integers, labels, classes=2)
    yield named(TypeError, ["labels", "integers"], f, points, points[:, 0], classes=2)
    yield named(ValueError, ["labels", "(4,)", "(3,)"], f, points, labels[:3], classes=2)
    yield named(ValueError, ["labels", "0 … 1"], f, points, 2 + labels, classes=2)
    yield named(ValueError, ["x", "at least 2"], f, points[:1], labels[:1], classes=2)


def mode_errors():
    f, points, integers = mode_coverage.mode_report, jnp.ones((4, 2)), jnp.ones((4, 2), int)
    yield named(
        ValueError,
        ["x (4, 3)", "means (4, 2)", "coordinates"],
        f,
        jnp.ones((4, 3)),
        points,
        std=1.0,
    )
    yield named(TypeError, ["x", "floating"], f, integers, points, std=1.0)
    yield named(TypeError, ["means", "floating"], f, points, integers, std=1.0)
    yield named(TypeError, ["std", "floating"], f, points, points, std=1)
    yield named(TypeError, ["radius", "floating"], f, points, points, std=1.0, radius=3)


def newton_errors():
    f = newton.minimize
    yield named(TypeError, ["start", "floating", "int"], f, jnp.sum, jnp.array([1, 0]))
    yield named(ValueError, ["start", "vector", "(2, 2)"], f, jnp.sum, EYE)
    f = newton.root
    yield named(TypeError, ["start", "floating", "int"], f, jnp.negative, jnp.array([1, 0]))
    yield named(ValueError, ["g(start)", "(2,)", "(1,)"], f, lambda x: x[:1], ZERO)
    f = kl_fit.grid
    yield named(ValueError, ["step", "positive"], f, 1.0, 0.0)
    yield named(ValueError, ["step", "smaller", "half_width", "2.0"], f, 1.0, 2.0)
    yield named(ValueError, ["step", "smaller", "half_width"], f, 1.0, 1.0)
    yield named(ValueError, ["dimensions", "at least 1"], f, 1.0, 0.5, dimensions=0)
    yield named(ValueError, ["theta", "2d + d(d − 1)/2", "got 3"], kl_fit.gaussian, THIRD)
    yield named(ValueError, ["theta", "got 1"], kl_fit.log_normal, THIRD[:1], EYE)
    yield named(ValueError, ["x", "(2, 1)", "(2, 2)"], kl_fit.log_normal, ZERO, EYE)


def fit_errors():
    f, points = maximum_likelihood.fit_mixture, jnp.ones((4, 2))
    for k in (0, 5):
        yield named(
            ValueError, ["components", "1 … 4", f"got {k}"], f, KEY, points, components=k, steps=1
        )
    for g, before, options in (
        (maximum_likelihood.fit_gaussian, (), {}),
        (f, (KEY,), {"components": 1, "steps": 1}),
    ):
        integers = points.astype(int)
        yield named(TypeError, ["x", "floating"], g, *before, integers, **options)
        yield named(ValueError, ["x", "2 dimensions"], g, *before, points[:2], **options)


def parzen_errors():
    points, flat, stds = jnp.ones((4, 2)), jnp.ones((4, 3)), jnp.ones(2)
    integers = jnp.ones((4, 2), jnp.int32)
    for f, options in (
        (parzen.parzen_log_likelihood, {"std": 1.0}),
        (parzen.choose_std, {"stds": stds}),
    ):
        yield named(
            ValueError, ["samples (4, 2)", "x (4, 3)", "coordinates"], f, points, flat, **options
        )
        yield named(TypeError, ["samples", "floating"], f, integers, points, **options)
        yield named(TypeError, ["x", "floating"], f, points, integers, **options)
    f = parzen.choose_std
    yield named(ValueError, ["values", "at least 2"], f, points, points[:1], stds=stds)
    for f, name in ((distances.nearest, "points"), (k_means.lloyd_step, "centres")):
        yield named(ValueError, [f"{name} (4, 2)", "x (4, 3)", "coordinates"], f, points, flat)
        yield named(TypeError, [name, "floating"], f, integers, points)
        yield named(TypeError, ["x", "floating"], f, points, integers)


def noisy_gan_errors():
    images, optimizer = jnp.zeros((4, 3), jnp.uint8), optax.sgd(0.1)
    sizes = {"latents": 2, "hidden": 4}
    f = noisy_gan.init
    yield named(TypeError, ["images", "int32"], f, KEY, images.astype(int), optimizer, **sizes)
    f = noisy_gan.noisy_step
    yield named(ValueError, ["noise", "at least 0", "-1"], f, optimizer, noise=-1.0, decay=0.5)
    yield named(TypeError, ["images", "float32"], noisy_gan.scaled, THIRD)
    for decay in (-0.1, 1.1):
        words = ["decay", "[0, 1]", str(decay)]
        yield named(ValueError, words, f, optimizer, noise=0.0, decay=decay)
        yield named(ValueError, words, noisy_vae.noisy_step, optimizer, decay=decay, warm_up=9)
    words = ["warm_up", "at least 1", "0"]
    yield named(ValueError, words, noisy_vae.noisy_step, optimizer, decay=0.5, warm_up=0)
    words, sizes = ["images", "int32"], sizes | {"noise": 0.5}
    yield named(TypeError, words, noisy_vae.init, KEY, images.astype(int), optimizer, **sizes)
    settings = mnist_gan.Settings(batch_size=128, epochs=1, chunks=2)
    few = mnist_gan.Split(*(np.zeros((128, 3), np.uint8) for _ in range(3)))
    yield named(ValueError, ["epochs", "2 chunks", "128"], train_mnist_gan.long_run, few, settings)


DOCUMENTED = [
    *newton_errors(),
    *parzen_errors(),
    *noisy_gan_errors(),
    *evaluation_errors(),
    *mode_errors(),
    *fit_errors(),
    named(
        ValueError,
        ["beta", "at least 0", "-1.0"],
        autoencoder.beta_elbo,
        linear_vae(),
        KEY,
        THIRD,
        beta=-1.0,
    ),
    *model_errors(),
    *map_errors(),
    *table_errors(),
    named(ValueError, ["p", "sum to 1"], divergences.entropy, 2 * HALF),
    *discrete_errors(),
    *gaussian_errors(),
    *bernoulli_errors(),
    named(ValueError, ["mean (2,)", "log_var (3,)"], divergences.kl_standard_normal, ZERO, THIRD),
    named(TypeError, ["log_var"], divergences.kl_standard_normal, ZERO, jnp.array([0, 1])),
    named(ValueError, ["values", "at least 2"], monte_carlo.estimate, jnp.ones(1)),
    *(
        row
        for f in (divergences.kl_quadrature, divergences.js_quadrature)
        for row in (
            named(ValueError, ["x", "increasing"], f, log_flat, log_flat, LINE[::-1]),
            named(ValueError, ["x", "increasing"], f, log_flat, log_flat, jnp.zeros(3)),
            named(ValueError, ["x", "vector"], f, log_flat, log_flat, jnp.zeros((2, 2))),
            named(ValueError, ["x", "at least 2"], f, log_flat, log_flat, jnp.zeros(1)),
            named(TypeError, ["x", "int"], f, log_flat, log_flat, jnp.arange(3)),
            named(ValueError, ["log_p (3,)", "x (5,)"], f, THIRD, log_flat, LINE),
            named(ValueError, ["log_q (3,)", "x (5,)"], f, log_flat, lambda x: x[:3], LINE),
        )
    ),
    named(ValueError, ["x (2,)", "mean (3,)"], distributions.normal_log_prob, ZERO, THIRD, THIRD),
    named(
        TypeError, ["log_var"], distributions.normal_log_prob, ZERO, ZERO, jnp.zeros(2, jnp.int32)
    ),
    named(ValueError, ["x (2,)", "logits (3,)"], distributions.bernoulli_log_prob, ZERO, THIRD),
    named(ValueError, ["x", "[0, 1]"], distributions.bernoulli_log_prob, ZERO + 2, ZERO),
    named(ValueError, ["x", "[0, 1]"], distributions.bernoulli_log_prob, ZERO - 1, ZERO),
    named(TypeError, ["x"], distributions.bernoulli_log_prob, jnp.array([0, 1]), ZERO),
    *(
        row
        for f in (log_prob, sample)
        for row in (
            named(ValueError, ["cov", "positive definite"], f, Gaussian(ZERO, INDEFINITE)),
            named(ValueError, ["cov", "symmetric"], f, Gaussian(ZERO, ASKEW)),
            named(ValueError, ["cov", "(3, 3)"], f, Gaussian(jnp.zeros(3), EYE)),
            named(TypeError, ["mean"], f, Gaussian(jnp.array([0, 0]), EYE)),
            named(ValueError, ["weights", "sum"], f, Mixture(2 * HALF, EYE, jnp.stack([EYE, EYE]))),
            named(ValueError, ["weights", "(2,)"], f, Mixture(THIRD, EYE, jnp.stack([EYE, EYE]))),
            named(TypeError, ["means"], f, Mixture(HALF, EYE.astype(int), jnp.stack([EYE, EYE]))),
            named(ValueError, ["covs", "(2, 2, 2)"], f, Mixture(HALF, EYE, EYE[None])),
            named(ValueError, ["covs", "definite"], f, Mixture(HALF, EYE, jnp.stack([EYE, -EYE]))),
        )
    ),
    named(TypeError, ["x"], log_prob, Gaussian(ZERO, EYE), jnp.zeros((5, 2), int)),
    named(TypeError, ["x"], log_prob, distributions.ring(), jnp.zeros((5, 2), int)),
    named(ValueError, ["x (5, 3)", "mean (2,)"], log_prob, Gaussian(ZERO, EYE), jnp.zeros((5, 3))),
    named(
        ValueError, ["x (5, 3)", "means (8, 2)"], log_prob, distributions.ring(), jnp.zeros((5, 3))
    ),
    named(ValueError, ["std"], distributions.ring, std=0.0),
    named(ValueError, ["std"], distributions.lattice, std=-1.0),
    named(ValueError, ["noise"], distributions.two_moons, KEY, 3, noise=-0.1),
    named(ValueError, ["noise"], distributions.two_moons_log_prob, jnp.zeros((2, 2)), noise=-0.1),
    named(TypeError, ["x", "floating"], distributions.two_moons_log_prob, jnp.zeros((2, 2), int)),
    named(
        ValueError,
        ["one code", "2"],
        noisy_generator.NoisyGenerator.log_prob,
        two_codes(),
        jnp.zeros((2, 3)),
    ),
    named(TypeError, ["images", "float32"], data.binarize, KEY, jnp.zeros((2, 2))),
    named(TypeError, ["images", "int32"], data.binarize, KEY, jnp.zeros(3, jnp.int32)),
    named(ValueError, ["sizes", "[3]"], networks.MLP, KEY, [3]),
    named(
        ValueError,
        ["data", "rows", "3", "4"],
        train.train,
        lambda state, key, batch: (state, 0.0),
        None,
        KEY,
        (jnp.zeros(3), jnp.zeros(4)),
        steps=1,
        batch_size=2,
    ),
    named(ValueError, ["mean (2,)", "log_var (3,)"], vae.reparameterize, KEY, ZERO, THIRD),
    named(ValueError, ["samples", "0"], vae.elbo, linear_vae(), KEY, THIRD, samples=0),
    named(ValueError, ["samples", "0"], vae.log_weights, linear_vae(), KEY, THIRD, samples=0),
    named(ValueError, ["samples", "-1"], vae.iwae_bound, linear_vae(), KEY, THIRD, samples=-1),
    named(
        ValueError,
        ["estimator", "'b'"],
        vae.elbo_at,
        linear_vae(),
        KEY,
        THIRD,
        ZERO,
        ZERO,
        estimator="b",
    ),
    *gan_errors(),
    *gan_theory_errors(),
    *remedy_errors(),
    *(
        named(ValueError, ["tail", "positive", "-1"], f, flow.SinhArcsinh(ZERO, ZERO - 1), ZERO)
        for f in (
            flow.SinhArcsinh.forward,
            flow.SinhArcsinh.inverse,
            flow.SinhArcsinh.log_det,
        )
    ),
    named(ValueError, ["latents", "2", "got 0"], linear_gaussian.ppca, PPCA_DATA, 0),
    named(ValueError, ["latents", "2", "got 3"], linear_gaussian.ppca, PPCA_DATA, 3),
    named(ValueError, ["x"], linear_gaussian.ppca, jnp.zeros((4, 3)), 1),
    named(ValueError, ["scale", "inf"], arguments.positive, scale=jnp.array([1.0, jnp.inf])),
    named(ValueError, ["scale", "0"], arguments.positive, scale=jnp.array([1.0, 0.0])),
    named(ValueError, ["scale", "nan"], arguments.positive, scale=jnp.array([1.0, jnp.nan])),
]


@pytest.mark.parametrize("error, words, f, args, options", DOCUMENTED)
def test_documented_error_names_the_argument(error, words, f, args, options):
    with pytest.raises(error) as caught:
        inspect.unwrap(f)(*args, **options)
    assert type(caught.value) is error
    message = str(caught.value)
    assert words[0].split()[0] in message.replace(":", " ").split()  # the name, as a word
    assert all(word in message for word in words)


def test_the_errors_are_those_a_reader_sees():
    """In a plain Python, without the test run's shape checker."""
    program = (
        "import jax.numpy as jnp; from lib.divergences import kl_divergence\n"
        "try: kl_divergence(jnp.ones(1), jnp.ones(2) / 2)\n"
        "except ValueError as error: print(error)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.stdout.strip() == "shapes must be equal: p (1,), q (2,)", run.stderr


def test_shapes_and_dtypes_are_checked_inside_jit_but_values_are_not():
    kl = inspect.unwrap(divergences.kl_divergence)
    with pytest.raises(ValueError, match="shapes must be equal"):
        jax.jit(kl)(HALF, THIRD)
    with pytest.raises(TypeError, match="q must hold floating-point"):
        jax.jit(kl)(HALF, jnp.array([1, 0]))
    assert jnp.isfinite(jax.jit(kl)(2 * HALF, HALF))
    assert jnp.isfinite(jax.vmap(kl)(2 * HALF[None], HALF[None])).all()
    with pytest.raises(ValueError, match="p must sum to 1"):
        kl(2 * HALF, HALF)


@pytest.mark.parametrize("off, accepted", [(0.9e-4, True), (-0.9e-4, True), (1.2e-4, False)])
def test_probabilities_may_be_off_by_rounding_only(off, accepted):
    p = np.array([0.5, 0.5 + off])
    if accepted:
        arguments.probabilities(p=p)
    else:
        with pytest.raises(ValueError, match="p must sum to 1 over the last axis; it is off by"):
            arguments.probabilities(p=p)


def test_one_bad_row_of_a_batch_is_found():
    rows = np.tile(np.float32([0.5, 0.5]), (4, 1))
    arguments.probabilities(p=rows)
    rows[2] = [0.7, 0.7]
    with pytest.raises(ValueError, match="p must sum to 1"):
        arguments.probabilities(p=rows)
    covs = np.tile(np.eye(2), (4, 1, 1))
    arguments.covariance(cov=covs)
    covs[3, 0, 0] = 0.0
    with pytest.raises(ValueError, match="cov must be positive definite"):
        arguments.covariance(cov=covs)


def test_good_arguments_pass():
    arguments.floating(x=jnp.zeros(2, jnp.bfloat16), y=np.zeros(1), z=1.0)
    arguments.same_shape(a=np.zeros(3), b=jnp.ones(3))
    arguments.shape("x", np.zeros((2, 3)), (2, 3))
    arguments.positive(x=np.array([1e-30, 1e30]))
    arguments.finite(x=np.array([-1e30, 0.0]))
    arguments.unit_interval(x=np.array([0.0, 1.0]))
    arguments.at_least(1, x=1)
    arguments.index(2, x=np.array([0, 1]))
    arguments.probabilities(p=np.zeros((0, 3)))
    arguments.covariance(cov=jnp.array([[2.0, 1.0], [1.0, 2.0]]))


def test_known_is_false_only_while_tracing():
    seen = []
    jax.jit(lambda x: seen.append(arguments.known(x)) or x)(1.0)
    assert seen == [False]
    assert arguments.known(1.0) and arguments.known(jnp.ones(2)) and arguments.known(np.ones(2))
