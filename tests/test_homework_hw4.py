"""What homework 4's checks hold to be right is what `lib` computes, by other code."""

from fractions import Fraction
from pathlib import Path

import jax
import numpy as np
import pytest

from grading import homework
from lib import gridworld, mdp, reward_thresholds

FOLDER = Path(__file__).parents[1] / "chapters" / "homework" / "hw4_gridworld"
CHECKS = homework.load_checks(FOLDER / "checks.py")
SEEDS = range(6)


@pytest.fixture
def rng(request):
    return np.random.default_rng(request.param)


def dense(world):
    """transition (S, A, S) of lib's world."""
    reward = np.asarray(world.reward)
    transition = np.zeros((*reward.shape, len(reward)))
    s, a = np.indices(reward.shape)
    np.add.at(transition, (s[..., None], a[..., None], world.next_state), world.probability)
    return transition


@pytest.mark.parametrize("rng", SEEDS, indirect=True)
def test_worlds_and_their_values(rng):
    rows, r, slip = CHECKS.random_map(rng), -float(rng.uniform(0.1, 2)), float(rng.uniform(0, 0.5))
    transition, reward = CHECKS.model(rows, r, slip)
    with jax.enable_x64(True):
        world = gridworld.gridworld(rows, step_reward=r, slip=slip).mdp
        policy = rng.dirichlet(np.ones(4), size=len(reward))
        values = np.asarray(mdp.policy_evaluation(world, policy))
        best = np.asarray(mdp.policy_iteration(world).v)
    np.testing.assert_allclose(transition, dense(world), atol=1e-12)
    np.testing.assert_allclose(reward, world.reward, atol=1e-12)
    terminal = np.array([c in "+-" for row in rows for c in row if c != "#"])
    found = CHECKS.value(transition, reward, 1.0, policy, terminal)
    np.testing.assert_allclose(found, values, rtol=1e-9, atol=1e-9)
    start = np.array([CHECKS.toward(rows, CHECKS.EXITS, s) for s in range(len(reward))])
    found, _, _ = CHECKS.howard(transition, reward, 1.0, start)
    np.testing.assert_allclose(found, best, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("rng", SEEDS[:3], indirect=True)
def test_random_models_and_their_solutions(rng):
    transition, reward, gamma, policy = CHECKS.random_mdp(rng)
    start = rng.integers(0, 3, size=6)
    with jax.enable_x64(True):
        world = mdp.from_dense(transition, reward, gamma)
        solved = mdp.policy_iteration(world)
        swept = mdp.value_iteration(world, tolerance=0.05, max_iterations=1000)
        values = mdp.policy_evaluation(world, policy)
    v, actions, _ = CHECKS.howard(transition, reward, gamma, start)
    np.testing.assert_allclose(v, solved.v, rtol=1e-9)
    np.testing.assert_array_equal(actions, solved.policy)
    last, steps = CHECKS.sweeps_until(transition, reward, gamma, lambda c: np.max(c) <= 0.05)
    np.testing.assert_allclose(last, swept.v, rtol=1e-9)
    assert len(steps) - 1 == int(swept.iterations)
    np.testing.assert_allclose(CHECKS.value(transition, reward, gamma, policy), values, rtol=1e-9)


@pytest.mark.parametrize("rng", SEEDS[:3], indirect=True)
def test_breakpoints_are_those_of_the_optimal_actions(rng):
    """The best exit changes where the optimal actions of some square do: two ways to one set."""
    squares = np.array(list("." * 6 + "##abc"))
    for _ in range(4):
        rng.shuffle(squares)
        rows = ["".join(squares[:4]), "".join(squares[4:8]), "".join(squares[8:]) + "."]
        prize = [int(p) for p in rng.choice(np.arange(-3, 8), 3, replace=False)]
        distance = CHECKS.distances(rows, "abc")
        if not np.isfinite(distance).any(axis=1).all():
            continue
        phases = reward_thresholds.reward_thresholds(
            rows, exits=dict(zip("abc", prize, strict=True))
        )
        ends = [phase.low for phase in phases if phase.low == phase.high and phase.low < 0]
        found = CHECKS.crossings(prize, distance, lambda r: r < 0)
        assert found == ends and all(isinstance(r, Fraction) for r in found)


def test_the_sweeps_that_are_promised_are_needed():
    """One state that pays M: the bound of question 3 is attained."""
    for seed in range(5):
        gamma, bound, epsilon, sweeps = CHECKS.random_stopping(np.random.default_rng(seed))
        best, v, count, step = bound / (1 - gamma), 0.0, 0, np.inf
        while abs(best - v) > epsilon:
            v, count, step = bound + gamma * v, count + 1, abs(bound + gamma * v - v)
        assert count == int(np.ceil(sweeps))
        assert abs(best - v) == pytest.approx(gamma / (1 - gamma) * step)


def test_what_is_called_impossible_is_not_found_in_a_search():
    for gamma in np.linspace(0, 1, 6):
        for r in -np.geomspace(0.01, 10, 12):
            answer = {"d": (float(gamma), 0.0, float(r))} | dict.fromkeys("abce", "impossible")
            assert CHECKS.design_no_slip(answer, None)
