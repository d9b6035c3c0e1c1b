"""Reachability against its definition by paths, and proper policies against all policies."""

import itertools

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.absorption import ancestors, proper_policy, terminal_states, totals

S, A, K = 5, 2, 2
examples = settings(max_examples=60, derandomize=True, deadline=None, database=None)


@pytest.fixture(autouse=True)
def float64():
    with jax.enable_x64(True):
        yield


def reach(edges, target):
    """By powers of the adjacency matrix: paths of length 0 … S."""
    paths = np.linalg.matrix_power(np.eye(len(edges)) + edges, len(edges))
    return paths @ target > 0


@examples
@given(st.integers(0, 10**6))
def test_ancestors_are_those_with_a_path(seed):
    rng = np.random.default_rng(seed)
    edges, target = rng.random((7, 7)) < 0.2, rng.random(7) < 0.2
    np.testing.assert_array_equal(ancestors(edges, target), reach(edges, target))


def test_a_long_corridor_is_searched_to_its_end():
    edges = np.eye(50, k=1, dtype=bool)  # 0 → 1 → … → 49
    found = ancestors(edges, np.arange(50) == 30)
    np.testing.assert_array_equal(found, np.arange(50) <= 30)


def random_world(seed):
    """Sparse and mostly without reward: ends, traps and detours occur."""
    rng = np.random.default_rng(seed)
    next_state = rng.integers(S, size=(S, A, K))
    certain = rng.random((S, A, 1)) < 0.5
    probability = np.where(certain, [1.0, 0.0], [0.5, 0.5])
    reward = -1.0 * (rng.random((S, A)) < 0.5)
    next_state[-1], reward[-1] = S - 1, 0
    return next_state, probability, reward


@examples
@given(st.integers(0, 10**6))
def test_terminal_states_are_the_largest_closed_set_without_reward(seed):
    next_state, probability, reward = random_world(seed)

    def closed(states):
        return all(
            reward[s, a] == 0
            and all(next_state[s, a, k] in states or probability[s, a, k] == 0 for k in range(K))
            for s in states
            for a in range(A)
        )

    sets = (c for n in range(S + 1) for c in itertools.combinations(range(S), n) if closed(c))
    largest = set().union(*sets)
    found = terminal_states(next_state, probability, reward)
    assert set(np.flatnonzero(found)) == largest


def surely_ends(next_state, probability, policy, terminal):
    """Per state: under the policy, every state it can reach can reach the end."""
    edges = np.zeros((S, S))
    for s, k in np.ndindex(S, K):
        if probability[s, policy[s], k] > 0:
            edges[s, next_state[s, policy[s], k]] = 1
    return ~reach(edges, ~reach(edges, terminal))


@examples
@given(st.integers(0, 10**6))
def test_proper_policy_ends_wherever_some_policy_does(seed):
    next_state, probability, reward = random_world(seed)
    terminal = np.asarray(terminal_states(next_state, probability, reward))
    found = np.asarray(proper_policy(next_state, probability, terminal))
    policies = itertools.product(range(A), repeat=S)
    possible = np.any(
        [surely_ends(next_state, probability, policy, terminal) for policy in policies], axis=0
    )
    np.testing.assert_array_equal(surely_ends(next_state, probability, found, terminal), possible)


def test_the_traps_of_a_shortcut_are_avoided():
    # 0: action 0 may end or fall into 1, which is endless; action 1 goes to 2, which surely ends.
    next_state = np.array([[[3, 1], [2, 2]], [[1, 1], [1, 1]], [[3, 3], [3, 3]], [[3, 3], [3, 3]]])
    found = proper_policy(next_state, np.full((4, 2, 2), 0.5), np.arange(4) == 3)
    assert found[0] == 1


def test_rounding_of_the_chance_to_stay_does_not_count_in_every_step():
    # 1/q steps on average; 1 − p(stay) is off q by up to 3e-8, here by 4e-3 of it.
    q = np.float32(7e-6)
    transition = jnp.array([[1 - q, q], [0, 1]], jnp.float32)
    found = totals(transition, jnp.ones((2, 1)), jnp.array(1.0), np.arange(2) == 1)
    np.testing.assert_allclose(found[0, 0], 1 / q, rtol=1e-6)
    assert abs(1 / (1 - transition[0, 0]) * q - 1) > 2e-3


def test_a_long_chain_keeps_its_digits_in_single_precision():
    # The chance to end at the right of a fair walk is the place; 10⁴ steps of it.
    n = 200
    walk = 0.5 * (np.eye(n + 1, k=1) + np.eye(n + 1, k=-1))
    walk[0], walk[n] = np.eye(n + 1)[[0, n]]
    reward = np.where(np.arange(n + 1) == n - 1, 0.5, 0)[:, None]
    ends = np.isin(np.arange(n + 1), [0, n])
    found = totals(*(jnp.asarray(x, jnp.float32) for x in (walk, reward, 1)), ends)
    np.testing.assert_allclose(found[:n, 0], np.arange(n) / n, rtol=3e-7)


def test_totals_by_hand():
    # 0 → 0 or 1, evenly; 1 → 2, the end; 3 → 3 or 2 or 4; 4 stays for ever.
    transition = np.array(
        [
            [0.5, 0.5, 0, 0, 0],
            [0, 0, 1, 0, 0],
            [0, 0, 1, 0, 0],
            [0, 0, 0.5, 0.25, 0.25],
            [0, 0, 0, 0, 1],
        ]
    )
    rewards = np.array([[1.0, 1], [4, 1], [7, 7], [1, 1], [1, 1]])
    end = np.arange(5) == 2
    found = totals(transition, rewards, jnp.array(1.0), end)
    np.testing.assert_allclose(found, [[6, 3], [4, 1], [0, 0], [np.nan] * 2, [np.nan] * 2])
    found = totals(transition, rewards, jnp.array(0.5), end)
    v = (1 + 0.5 * 0.25 * 2) / (1 - 0.5 * 0.25)
    np.testing.assert_allclose(found[:, 0], [(1 + 1) / 0.75, 4, 0, v, 2])
