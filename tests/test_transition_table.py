"""Tables by hand, and Gymnasium's text worlds with their known values."""

import gymnasium
import jax
import numpy as np
import pytest
from gymnasium.envs.toy_text.frozen_lake import FrozenLakeEnv, generate_random_map
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.mdp import MDP, policy_evaluation, policy_iteration, value_iteration
from lib.transition_table import from_transition_table

# From 0: action 0 goes to 1 by two ways and ends in 1 by a third; action 1 stays.
TABLE = {
    0: {
        0: [(0.25, 1, 4.0, False), (0.25, 1, 8.0, False), (0.5, 1, 2.0, True)],
        1: [(1.0, 0, -1.0, False)],
    },
    1: {0: [(1.0, 0, 5, False)], 1: [(1.0, 1, 0, True)]},
}


def test_table_by_hand():
    model = from_transition_table(TABLE, 0.5)
    assert model.next_state.shape == (3, 2, 2)
    assert model.next_state[0, 0].tolist() == [1, 2]
    assert model.probability[0, 0].tolist() == [0.5, 0.5]  # the two ways to 1 are one
    assert model.reward.tolist() == [[0.25 * 4 + 0.25 * 8 + 0.5 * 2, -1], [5, 0], [0, 0]]
    assert model.next_state[1, 1, 0] == 2 and model.probability[1, 1].tolist() == [1, 0]
    assert model.next_state[2, :, 0].tolist() == [2, 2]  # the added end
    # v0 = 4 + ½·½ v1 and v1 = 5 + ½ v0: cut at `terminated`, not by the state's number.
    np.testing.assert_allclose(policy_evaluation(model, np.zeros(3, int)), [6, 8, 0], rtol=1e-6)


def table(name, **options):
    return gymnasium.make(name, **options).unwrapped.P


def test_cliff_walking():
    # Sutton & Barto (2018), example 6.6: 13 moves along the edge of the cliff.
    model = from_transition_table(table("CliffWalking-v1"), 1.0)
    assert policy_iteration(model).v[36] == -13
    assert model.next_state.shape == (49, 4, 1)


@pytest.mark.parametrize("size, start_value", [("4x4", 14 / 17), ("8x8", 1.0)])
def test_frozen_lake(size, start_value):
    # 4×4: the known chance to succeed, 14/17. 8×8: patience along the wall avoids every hole.
    model = from_transition_table(table("FrozenLake-v1", map_name=size, is_slippery=True), 1.0)
    found = value_iteration(model, tolerance=1e-7, max_iterations=20_000)
    assert float(found.v[0]) == pytest.approx(start_value, abs=1e-3)
    assert model.probability.shape[2] == 3


@settings(max_examples=5, derandomize=True, deadline=None, database=None)
@given(st.integers(0, 10**6))
def test_policy_iteration_is_not_worse_than_value_iteration_in_single_precision(seed):
    # γ = 1 and hundreds of steps: what rounding hides at each may add up to more.
    size = 12
    lake = FrozenLakeEnv(desc=generate_random_map(size, seed=seed)).P
    with jax.enable_x64(True):
        model = from_transition_table(lake, 1.0)
        exact = np.asarray(policy_iteration(model).v)
    single = MDP(np.asarray(model.next_state), *(np.asarray(x, np.float32) for x in model[1:]))
    by_policies = policy_iteration(single)
    by_values = value_iteration(single, tolerance=1e-7, max_iterations=20_000)
    assert by_policies.v.dtype == np.float32
    rounding = 4 * np.finfo(np.float32).eps  # of values up to 1
    off = [abs(np.asarray(solution.v) - exact).max() for solution in (by_policies, by_values)]
    assert off[0] <= off[1] + rounding
    with jax.enable_x64(True):  # nor does v flatter its policy
        own = np.asarray(policy_evaluation(model, np.asarray(by_policies.policy)))
    np.testing.assert_allclose(by_policies.v, own, atol=rounding)


def test_taxi_from_a_state_one_can_count():
    # Taxi at the passenger's place, destination elsewhere: pick up, drive, drop off for 20.
    env = gymnasium.make("Taxi-v4").unwrapped
    solution = policy_iteration(from_transition_table(env.P, 1.0))
    state = env.encode(0, 0, 0, 0)  # passenger and destination in the same corner
    assert solution.v[state] == -1 + 20
    far = env.encode(0, 0, 0, 2)  # from red (0, 0) to yellow (4, 0): pick up, 4 moves, drop off
    assert solution.v[far] == -1 - 4 + 20
