"""The gridworld that runs in a browser is the one of `lib`."""

import numpy as np
import pytest

from book_ext.explorable_core import Core
from lib import mdp
from lib.double_precision import double_precision
from lib.gridworld import gridworld

LECTURE = ["...+", ".#.-", "...."]
ROUNDING = 1e-11  # of values up to 100, in double precision
WORLDS = 200


@pytest.fixture(scope="module")
def core():
    core = Core("gridworld")
    yield core
    core.close()


def random_world(rng):
    """A map of 3 × 4 squares, two of them walls, with a way to an exit from everywhere."""
    while True:
        kinds = list(rng.choice(["+.", "-.", "+-", "--"])) + list("##........")
        rows = ["".join(row) for row in rng.permutation(kinds).reshape(3, 4)]
        numbers = {
            "step_reward": -float(rng.choice([0.01, 0.04, 0.5, 1.0, 2.0])),
            "slip": float(rng.choice([0.0, 0.05, 0.2, 0.5])),
            "gamma": float(rng.choice([0.5, 0.9, 1.0])),
        }
        try:
            mdp.policy_iteration(gridworld(rows, **numbers | {"gamma": 1.0}).mdp)
        except ValueError:  # a square without a way out
            continue
        return rows, numbers, gridworld(rows, **numbers).mdp


@pytest.fixture(scope="module")
def worlds():
    with double_precision():
        rng = np.random.default_rng(0)
        return [random_world(rng) for _ in range(WORLDS)]


def in_browser(core, rows, options):
    names = {"stepReward": "step_reward", "slip": "slip", "gamma": "gamma"}
    return core("gridworld", rows, {name: options[key] for name, key in names.items()})


def test_values_sweeps_and_arrows_are_those_of_lib(core, worlds):
    rng = np.random.default_rng(1)
    with double_precision():
        for rows, options, model in worlds:
            world = in_browser(core, rows, options)
            v = np.array(core("solve", world)["v"], float)
            expected = mdp.policy_iteration(model).v
            np.testing.assert_allclose(v, expected, rtol=0, atol=ROUNDING)
            free = np.array([reward is None for reward in world["exit"]])
            some = np.where(free, rng.normal(size=len(v)), 0)
            for mine, lib in (
                (core("actionValues", world, some.tolist()), mdp.action_values(model, some)),
                (core("sweep", world, some.tolist()), mdp.bellman_optimality_operator(model, some)),
            ):
                np.testing.assert_allclose(mine, lib, rtol=0, atol=ROUNDING)
            best = mdp.optimal_actions(model, v, atol=1e-9)
            np.testing.assert_array_equal(
                np.array(core("optimalActions", world, v.tolist()))[free], best[free]
            )


def test_a_policy_s_value_is_that_of_lib_and_minus_infinity_where_it_never_ends(core, worlds):
    rng = np.random.default_rng(2)
    endless = 0
    with double_precision():
        for rows, options, model in worlds:
            world = in_browser(core, rows, options)
            policy = rng.integers(4, size=len(world["exit"]))
            v = np.array(core("evaluate", world, policy.tolist()), float)
            totals, _ = mdp._totals(model, mdp.policy_matrix(model, policy))
            expected = np.where(np.isnan(totals), -np.inf, totals)
            np.testing.assert_allclose(v, expected, rtol=1e-11, atol=ROUNDING)
            endless += np.isinf(v).any()
    assert 5 < endless < WORLDS - 5


def test_a_round_of_policy_iteration_lowers_no_value_and_ends_at_the_best(core, worlds):
    rng = np.random.default_rng(3)
    for rows, options, _ in worlds[:20]:
        world = in_browser(core, rows, options)
        policy = rng.integers(4, size=len(world["exit"])).tolist()
        values = [np.array(core("evaluate", world, policy), float)]
        for _ in range(20):
            policy = core("improve", world, policy, values[-1].tolist())
            values.append(np.array(core("evaluate", world, policy), float))
            assert (values[-1] >= values[-2] - ROUNDING).all()
        np.testing.assert_allclose(values[-1], np.array(core("solve", world)["v"]), atol=ROUNDING)


def test_where_nothing_is_paid_and_nothing_lost_by_waiting_one_may_stay_away_from_minus_one(core):
    free = {"stepReward": 0, "slip": 0, "gamma": 1}
    assert set(core("solve", core("gridworld", ["...-", ".#..", "...."], free))["v"]) == {0}
    caught = core("gridworld", ["-.-"], free | {"slip": 0.2})
    assert core("solve", caught)["v"] == pytest.approx([0, -1, 0])
    world = core("gridworld", LECTURE, free)
    assert core("solve", world)["v"] == [0 if x is not None else 1 for x in world["exit"]]


def test_a_square_without_a_way_out_is_lost_and_does_not_disturb_the_others(core):
    walled = core("gridworld", [".#.+", "##..", "...."], {"stepReward": -1, "slip": 0, "gamma": 1})
    v = core("solve", walled)["v"]
    assert v[0] == -np.inf
    assert np.isfinite(v[1:]).all()
    assert core("optimalActions", walled, v)[0] == [False] * 4
    beside = core("gridworld", ["..+"], {"stepReward": -1, "slip": 0, "gamma": 1})
    assert core("actionValues", beside, [-np.inf, 0, 0])[1] == [-1, -1, -np.inf, 0]
