"""Operators and solvers against enumeration of all policies, textbook examples and theorems."""

import itertools

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import mdp
from lib.mdp import (
    MDP,
    action_values,
    bellman_expectation_operator,
    bellman_optimality_operator,
    from_dense,
    greedy_policy,
    optimal_actions,
    policy_evaluation,
    policy_iteration,
    value_iteration,
)

S, A, K = 4, 3, 3
examples = settings(max_examples=25, derandomize=True, deadline=None, database=None)
# Float64, values below 100, expected times to the end below 100: rounding is 1e-16 · 1e4.
TIGHT = 1e-10
ITERATIONS = 100_000


@pytest.fixture(autouse=True)
def float64():
    with jax.enable_x64(True):
        yield


def random_mdp(seed, gamma=0.9):
    """Successors repeat, some have probability 0; rewards of both signs."""
    rng = np.random.default_rng(seed)
    probability = rng.dirichlet(np.full(K, 0.5), size=(S, A))
    probability[0, 0] = [0.5, 0.5, 0.0]
    return MDP(rng.integers(S, size=(S, A, K)), probability, rng.normal(size=(S, A)), gamma)


def ending_mdp(seed):
    """γ = 1; every action of every state ends with probability ≥ 0.1 in the last one."""
    model = random_mdp(seed, gamma=1.0)
    next_state, probability, reward = map(np.copy, model[:3])
    next_state[..., 0] = next_state[-1] = S - 1
    probability = 0.1 * np.eye(K)[0] + 0.9 * probability
    reward[-1] = 0
    return MDP(next_state, probability, reward, 1.0)


def dense(model):
    """p(s'|s, a) by its definition, one outcome at a time."""
    transition = np.zeros((*model.reward.shape, len(model.reward)))
    for s, a, k in np.ndindex(*np.shape(model.probability)):
        transition[s, a, model.next_state[s, a, k]] += model.probability[s, a, k]
    return transition


def exact_value(model, policy, terminal=()):
    states = np.arange(len(policy))
    transition = model.gamma * dense(model)[states, policy]
    reward = np.array(model.reward)[states, policy]
    for state in terminal:
        transition[state], reward[state] = 0, 0
    return np.linalg.solve(np.eye(len(policy)) - transition, reward)


def best_by_enumeration(model, terminal=()):
    values = [
        exact_value(model, np.array(policy), terminal)
        for policy in itertools.product(range(model.reward.shape[1]), repeat=len(model.reward))
    ]
    return np.max(values, axis=0)


# One state earns 2 or moves on; the other is terminal. Two outcomes of one action coincide.
SMALL = MDP(
    np.array([[[0, 0], [1, 0]], [[1, 1], [1, 1]]]),
    np.array([[[0.5, 0.5], [0.25, 0.75]], [[1.0, 0.0], [0.5, 0.5]]]),
    np.array([[2.0, 3.0], [0.0, 0.0]]),
    0.5,
)


def test_operators_by_hand():
    v = np.array([4.0, 8.0])
    q = [[2 + 0.5 * 4, 3 + 0.5 * (0.25 * 8 + 0.75 * 4)], [4.0, 4.0]]
    np.testing.assert_allclose(action_values(SMALL, v), q, rtol=TIGHT)
    np.testing.assert_allclose(bellman_optimality_operator(SMALL, v), [5.5, 4], rtol=TIGHT)
    by_hand = bellman_expectation_operator(SMALL, np.array([0, 1]), v)
    np.testing.assert_allclose(by_hand, [4, 4], rtol=TIGHT)
    mixed = np.array([[0.25, 0.75], [1.0, 0.0]])
    by_hand = bellman_expectation_operator(SMALL, mixed, v)
    np.testing.assert_allclose(by_hand, [0.25 * 4 + 0.75 * 5.5, 4], rtol=TIGHT)
    assert greedy_policy(SMALL, v).tolist() == [1, 0]  # the first of the tied actions
    assert optimal_actions(SMALL, v, atol=0).tolist() == [[False, True], [True, True]]
    assert optimal_actions(SMALL, v, atol=1.5).all()
    assert not optimal_actions(SMALL, v, atol=1.4).all()


def test_operators_are_their_definitions():
    model = random_mdp(0)
    v = np.random.default_rng(1).normal(size=S)
    q = model.reward + 0.9 * dense(model) @ v
    np.testing.assert_allclose(action_values(model, v), q, rtol=TIGHT)
    np.testing.assert_allclose(bellman_optimality_operator(model, v), q.max(1), rtol=TIGHT)
    policy = np.array([2, 0, 1, 2])
    own = q[np.arange(S), policy]
    np.testing.assert_allclose(bellman_expectation_operator(model, policy, v), own, rtol=TIGHT)
    np.testing.assert_array_equal(greedy_policy(model, v), q.argmax(1))


def test_dense_and_sparse_are_the_same_world():
    model = random_mdp(3)
    same = from_dense(dense(model), model.reward, model.gamma)
    assert same.probability.shape == (S, A, S)
    for solve in (policy_iteration, lambda m: value_iteration(m, tolerance=0, max_iterations=99)):
        np.testing.assert_allclose(solve(same).v, solve(model).v, rtol=TIGHT)
    policy = np.array([0, 1, 2, 0])
    np.testing.assert_allclose(
        policy_evaluation(same, policy), policy_evaluation(model, policy), rtol=TIGHT
    )


# Theorems, on generated worlds.


@examples
@given(st.integers(0, 10**6), st.floats(0, 0.99))
def test_operators_contract_and_are_monotone(seed, gamma):
    model = random_mdp(seed, gamma)
    rng = np.random.default_rng(seed)
    u, v = rng.normal(size=(2, S))
    policy = rng.integers(A, size=S)

    def expectation(model, v):
        return bellman_expectation_operator(model, policy, v)

    for operator in (bellman_optimality_operator, expectation):
        distance = abs(operator(model, u) - operator(model, v)).max()
        assert distance <= gamma * abs(u - v).max() + TIGHT
        assert (operator(model, np.minimum(u, v)) <= operator(model, v) + TIGHT).all()
        shifted = operator(model, v + 1)
        np.testing.assert_allclose(shifted, operator(model, v) + gamma, rtol=TIGHT, atol=TIGHT)
    assert (expectation(model, v) <= bellman_optimality_operator(model, v) + TIGHT).all()


@examples
@given(st.integers(0, 10**6), st.sampled_from([0.0, 0.5, 0.95]))
def test_solvers_find_the_best_of_all_policies(seed, gamma):
    model = random_mdp(seed, gamma)
    best = best_by_enumeration(model)
    solution = policy_iteration(model)
    np.testing.assert_allclose(solution.v, best, rtol=TIGHT, atol=TIGHT)
    np.testing.assert_allclose(exact_value(model, solution.policy), best, rtol=TIGHT, atol=TIGHT)
    assert solution.residual <= TIGHT
    found = value_iteration(model, tolerance=1e-9, max_iterations=ITERATIONS)
    assert abs(found.v - best).max() <= found.residual * gamma / (1 - gamma) + TIGHT
    np.testing.assert_allclose(exact_value(model, found.policy), best, atol=1e-6)


@examples
@given(st.integers(0, 10**6))
def test_solvers_find_the_best_of_all_policies_without_discount(seed):
    model = ending_mdp(seed)
    best = best_by_enumeration(model, terminal=[S - 1])
    np.testing.assert_allclose(policy_iteration(model).v, best, atol=TIGHT)
    # A sweep shrinks the error by 0.9: the rest is below ten times the last step.
    found = value_iteration(model, tolerance=1e-12, max_iterations=ITERATIONS)
    np.testing.assert_allclose(found.v, best, atol=TIGHT)
    assert found.v[-1] == 0


@examples
@given(st.integers(0, 10**6), st.sampled_from([0.5, 0.95, 1.0]))
def test_policy_evaluation_is_the_fixed_point_of_its_operator(seed, gamma):
    model = (ending_mdp(seed) if gamma == 1 else random_mdp(seed))._replace(gamma=gamma)
    rng = np.random.default_rng(seed)
    for policy in (rng.integers(A, size=S), rng.dirichlet(np.ones(A), size=S)):
        v = policy_evaluation(model, policy)
        np.testing.assert_allclose(bellman_expectation_operator(model, policy, v), v, atol=TIGHT)
        assert gamma < 1 or v[-1] == 0
    certain = np.eye(A)[policy.argmax(1)]
    np.testing.assert_allclose(
        policy_evaluation(model, certain), policy_evaluation(model, policy.argmax(1)), rtol=TIGHT
    )


# Value iteration's report.


@pytest.mark.parametrize("tolerance", [1.0, 1e-3, 1e-9])
def test_stopping_bound_is_kept_and_is_sharp(tolerance):
    # One state, reward 1: after n sweeps v = (1 − γⁿ)/(1 − γ), the last step is γⁿ⁻¹.
    gamma = 0.9
    model = MDP(np.zeros((1, 1, 1), int), np.ones((1, 1, 1)), np.ones((1, 1)), gamma)
    found = value_iteration(model, tolerance=tolerance, max_iterations=ITERATIONS)
    sweeps = int(np.ceil(1 + np.log(tolerance) / np.log(gamma) - 1e-9))
    assert found.iterations == sweeps
    assert found.residual == pytest.approx(gamma ** (sweeps - 1))
    error = 1 / (1 - gamma) - found.v[0]
    assert error == pytest.approx(float(found.residual) * gamma / (1 - gamma), rel=1e-6)


def test_value_iteration_applies_the_operator():
    model = random_mdp(5)
    v = np.zeros(S)
    for _ in range(4):
        before, v = v, np.asarray(bellman_optimality_operator(model, v))
    found = value_iteration(model, tolerance=0, max_iterations=4)
    np.testing.assert_allclose(found.v, v, rtol=TIGHT)
    assert found.iterations == 4
    assert found.residual == pytest.approx(abs(v - before).max())
    np.testing.assert_array_equal(found.policy, greedy_policy(model, v))


def test_what_has_not_converged_shows():
    collects = MDP(np.zeros((1, 1, 1), int), np.ones((1, 1, 1)), np.full((1, 1), 0.25), 1.0)
    found = value_iteration(collects, tolerance=0.1, max_iterations=40)
    assert (found.iterations, found.residual, found.v[0]) == (40, 0.25, 10.0)


# Endings at γ = 1.

# 0 → 1 → end; 2 and 3 go round; 4 leads to 0 or 2; action 1 always goes to the end, 5.
ROUND = MDP(
    np.array([[1, 1], [5, 5], [3, 3], [2, 2], [0, 2], [5, 5]])[:, None].repeat(2, 1),
    np.full((6, 2, 2), 0.5),
    np.array([[-1.0, -9.0]] * 5 + [[0.0, 0.0]]),
    1.0,
)
ROUND.next_state[:, 1] = 5


def test_an_improper_policy_is_refused_and_its_states_are_named():
    with pytest.raises(ValueError, match=r"proper at gamma = 1.* from 2, 3, 4$"):
        policy_evaluation(ROUND, np.zeros(6, int))
    with pytest.raises(ValueError, match=r"from 2, 3, 4$"):
        policy_evaluation(ROUND, np.eye(2)[np.zeros(6, int)])
    np.testing.assert_allclose(policy_evaluation(ROUND, np.ones(6, int)), [-9] * 5 + [0])
    np.testing.assert_allclose(  # a small chance to end in each round makes it proper
        policy_evaluation(ROUND, np.array([[0.9, 0.1]] * 6))[2], (-0.9 - 0.9) / 0.1
    )


def test_inside_jit_an_improper_policy_is_nan_where_it_may_not_end():
    v = jax.jit(policy_evaluation)(ROUND, jnp.zeros(6, int))
    np.testing.assert_array_equal(v, [-2, -1, np.nan, np.nan, np.nan, 0])


def test_with_a_discount_every_policy_has_a_value():
    v = policy_evaluation(ROUND._replace(gamma=0.5), np.zeros(6, int))
    np.testing.assert_allclose(v, [-1.5, -1, -2, -2, -1 - 0.5 * 1.75, 0], rtol=TIGHT)


def test_many_endless_states_are_not_all_listed():
    n = 30
    stuck = MDP(np.arange(n).reshape(n, 1, 1), np.ones((n, 1, 1)), -np.ones((n, 1)), 1.0)
    with pytest.raises(ValueError, match=r"from 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …$"):
        policy_evaluation(stuck, np.zeros(n, int))


def test_policy_iteration_needs_a_way_to_the_end():
    blocked = ROUND._replace(next_state=np.copy(ROUND.next_state))
    blocked.next_state[2:4, 1] = [[3, 3], [2, 2]]
    with pytest.raises(ValueError, match=r"mdp must have a proper policy.* from 2, 3$"):
        policy_iteration(blocked)
    solution = jax.jit(policy_iteration)(blocked)
    np.testing.assert_array_equal(solution.v, [-2, -1, np.nan, np.nan, -9, 0])


def test_an_infinite_value_is_refused():
    rewarded = ROUND._replace(reward=np.where(ROUND.reward == -1, 0.01, ROUND.reward))
    with pytest.raises(ValueError, match="infinite value at gamma = 1"):
        policy_iteration(rewarded)
    assert jax.jit(policy_iteration)(rewarded).residual == pytest.approx(0.01)  # one more round
    assert policy_iteration(rewarded._replace(gamma=0.9)).v.max() > 0


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_going_round_for_nothing_is_a_tie_that_policy_iteration_leaves_alone(dtype):
    free = ROUND._replace(reward=np.where(ROUND.reward == -1, 0, ROUND.reward).astype(dtype))
    free.reward[:, 1] = 0
    free.reward[1] = 1
    solution = policy_iteration(free._replace(probability=free.probability.astype(dtype)))
    assert solution.v.dtype == dtype
    np.testing.assert_array_equal(solution.v, [1, 1, 0, 0, 0.5, 0])


def test_a_closed_set_without_reward_is_an_end():
    # Two states that swap places for nothing; the third pays 3 to get there.
    swap = MDP(np.array([[[1]], [[0]], [[0]]]), np.ones((3, 1, 1)), np.array([[0], [0], [3]]), 1.0)
    np.testing.assert_array_equal(policy_evaluation(swap, np.zeros(3, int)), [0, 0, 3])
    np.testing.assert_array_equal(policy_iteration(swap).v, [0, 0, 3])


# Policy iteration on ties.


@pytest.mark.parametrize("seed", range(20))
def test_policy_iteration_does_not_cycle_on_ties_in_float32(seed):
    # All actions of a state do the same but for rounding; rewards of 1 ± 1e-7.
    rng = np.random.default_rng(seed)
    n, actions = 30, 4
    probability = rng.dirichlet(np.ones(n), size=n)
    tied = np.stack([np.roll(probability, a, axis=1) for a in range(actions)], axis=1)
    order = np.stack([np.roll(np.arange(n), a) for a in range(actions)])
    reward = (1 + rng.normal(size=(n, actions)) * 6e-8).astype(np.float32)
    with jax.enable_x64(False):
        model = MDP(np.broadcast_to(order, (n, actions, n)), tied.astype(np.float32), reward, 0.99)
        solution = policy_iteration(model)
        assert solution.iterations <= 10  # what is better by rounding only does not go on
        np.testing.assert_allclose(solution.v, 100, rtol=1e-4)  # 1e-7/(1 − γ) each, and rounding


def test_policy_iteration_keeps_the_action_it_has_on_a_tie():
    model = MDP(
        np.zeros((1, 3, 1), int), np.ones((1, 3, 1)), np.array([[1.0, 1 + 1e-15, 1.0]]), 0.5
    )
    assert policy_iteration(model).policy.tolist() == [0]
    better = model._replace(reward=np.array([[1.0, 1 + 1e-12, 1.0]]))
    assert policy_iteration(better).policy.tolist() == [1]


def test_policy_iteration_starts_from_a_proper_policy_and_improves_it():
    # Action 0 alone never ends. The first policy takes it in state 1, on the way to 0 and the end.
    model = MDP(
        np.array([[[0], [3]], [[0], [2]], [[1], [3]], [[3], [3]]]),
        np.ones((4, 2, 1)),
        np.array([[-1.0, -9], [-1, -1], [-1, -1], [0, 0]]),
        1.0,
    )
    solution = policy_iteration(model)
    np.testing.assert_array_equal(solution.v, [-9, -2, -1, 0])
    assert solution.iterations == 2  # one improvement, and one look in vain


# Textbook examples.


def test_puterman_two_states():
    # Puterman (1994), section 3.1: of the two stationary policies, (−60/7, −20) and (−9, −20).
    model = from_dense(
        np.array([[[0.5, 0.5], [0, 1]], [[0, 1], [0, 1]]]), np.array([[5, 10], [-1, -1]]), 0.95
    )
    np.testing.assert_allclose(policy_iteration(model).v, [-60 / 7, -20], rtol=TIGHT)
    np.testing.assert_allclose(policy_evaluation(model, np.array([1, 0])), [-9, -20], rtol=TIGHT)
    assert greedy_policy(model, policy_iteration(model).v)[0] == 0


def test_quantecon_growth():
    # QuantEcon's lecture "Discrete State Dynamic Programming": store up to 5 of a stock s, consume
    # the rest for √·, receive 0 … 10. There −inf stands for storing more than s; here that is
    # storing nothing.
    q, r = np.zeros((16, 6, 16)), np.zeros((16, 6))
    for stock, store in np.ndindex(16, 6):
        kept = store if store <= stock else 0
        q[stock, store, kept : kept + 11] = 1 / 11
        r[stock, store] = (stock - kept) ** 0.5
    solution = policy_iteration(from_dense(q, r, 0.9))
    published = [19.01740222, 20.01740222, 20.43161578, 20.74945302, 21.04078099, 21.30873018]
    published += [21.54479816, 21.76928181, 21.98270358, 22.18824323, 22.3845048, 22.57807736]
    published += [22.76109127, 22.94376708, 23.11533996, 23.27761762]
    np.testing.assert_allclose(solution.v, published, atol=6e-9)
    assert solution.policy.tolist() == [0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 5, 5, 5]
    r[0, 1] = -np.inf
    with pytest.raises(ValueError, match="reward must be finite, got -inf"):
        from_dense(q, r, 0.9)


def test_sutton_and_barto_five_by_five():
    # Sutton & Barto (2018), examples 3.5 and 3.8, figures 3.2 and 3.5: two digits are printed.
    next_state, reward = np.zeros((25, 4, 1), int), np.zeros((25, 4))
    for row, column in np.ndindex(5, 5):
        state = 5 * row + column
        for action, (down, right) in enumerate([(-1, 0), (1, 0), (0, -1), (0, 1)]):
            inside = 0 <= row + down < 5 and 0 <= column + right < 5
            next_state[state, action] = state + (5 * down + right if inside else 0)
            reward[state, action] = 0 if inside else -1
    next_state[1], reward[1] = 21, 10
    next_state[3], reward[3] = 13, 5
    model = MDP(next_state, np.ones((25, 4, 1)), reward, 0.9)
    random = [3.3, 8.8, 4.4, 5.3, 1.5, 1.5, 3.0, 2.3, 1.9, 0.5, 0.1, 0.7, 0.7, 0.4, -0.4]
    random += [-1.0, -0.4, -0.4, -0.6, -1.2, -1.9, -1.3, -1.2, -1.4, -2.0]
    v = policy_evaluation(model, np.full((25, 4), 0.25))
    np.testing.assert_allclose(v, random, atol=0.05 + 1e-3)
    best = [22.0, 24.4, 22.0, 19.4, 17.5, 19.8, 22.0, 19.8, 17.8, 16.0, 17.8, 19.8, 17.8, 16.0]
    best += [14.4, 16.0, 17.8, 16.0, 14.4, 13.0, 14.4, 16.0, 14.4, 13.0, 11.7]
    solution = policy_iteration(model)
    np.testing.assert_allclose(solution.v, best, atol=0.05 + 1e-3)
    assert float(solution.v[1]) == pytest.approx(10 / (1 - 0.9**5))
    assert optimal_actions(model, solution.v, atol=1e-9)[1].all()  # A: all actions are the same


def gambler(goal, p):
    """Stakes 1 … goal/2, smaller where there is less to stake: many ties."""
    next_state = np.zeros((goal + 1, goal // 2, 2), int)
    reward = np.zeros((goal + 1, goal // 2))
    for capital, action in np.ndindex(reward.shape):
        stake = min(action + 1, capital, goal - capital)
        next_state[capital, action] = capital + stake, capital - stake
        reward[capital, action] = p * (stake > 0 and capital + stake == goal)
    return MDP(next_state, np.broadcast_to([p, 1 - p], next_state.shape), reward, 1.0)


def bold_play(x, p):
    """The chance to reach 1 from x when one always stakes all that is of use."""
    if x in (0, 1):
        return x
    return p * bold_play(2 * x, p) if x <= 0.5 else p + (1 - p) * bold_play(2 * x - 1, p)


@pytest.mark.parametrize("p", [0.25, 0.4])
def test_gambler_plays_boldly(p):
    # Dubins & Savage (1965): bold play is optimal when p < ½. Sutton & Barto, example 4.3.
    model = gambler(32, p)
    expected = [bold_play(capital / 32, p) for capital in range(32)] + [0]  # nothing after the end
    np.testing.assert_allclose(policy_iteration(model).v, expected, atol=TIGHT)
    found = value_iteration(model, tolerance=1e-14, max_iterations=ITERATIONS)
    np.testing.assert_allclose(found.v, expected, atol=TIGHT)
    q = np.asarray(action_values(model, found.v))
    tied = np.asarray(optimal_actions(model, found.v, atol=1e-12))
    assert tied[16].tolist() == [False] * 15 + [True]  # half: stake it all, and nothing else
    assert tied[24, [7, 15]].all() and q[24, 6] < q[24, 7] - 1e-3


# Compilation, dtypes.


def test_a_thousand_worlds_compile_once():
    rng = np.random.default_rng(0)
    compiled = []
    watching = True

    def listen(event, _, **__):
        if watching and "jaxpr_to_mlir" in event:
            compiled.append(event)

    jax.monitoring.register_event_duration_secs_listener(listen)
    for number in range(1000):
        if number == 1:
            jax.jit(lambda x: x + 1)(1.0)
            assert compiled  # the listener does hear
            compiled.clear()
        model = random_mdp(number, gamma=float(rng.random()))
        policy_iteration(model)
        value_iteration(model, tolerance=rng.random(), max_iterations=int(rng.integers(1, 9)))
        policy_evaluation(model, rng.integers(A, size=S))
    watching = False
    assert compiled == []


@pytest.mark.parametrize("dtype", [jnp.float32, jnp.float64])
def test_dtype_follows_the_inputs(dtype):
    model = random_mdp(0)
    model = MDP(model.next_state, *(jnp.asarray(x, dtype) for x in model[1:3]), 0.9)
    for solution in (
        policy_iteration(model),
        value_iteration(model, tolerance=1e-3, max_iterations=99),
    ):
        assert {solution.v.dtype, solution.residual.dtype} == {jnp.dtype(dtype)}
    assert policy_evaluation(model, np.zeros(S, int)).dtype == dtype
    assert action_values(model, jnp.zeros(S, dtype)).dtype == dtype


def test_float32_is_right_to_rounding():
    # |V| < 20 at γ = 0.9: rounding 6e-8 · 20/(1 − γ), a few times.
    model = random_mdp(2)
    exact = policy_iteration(model).v
    with jax.enable_x64(False):
        np.testing.assert_allclose(policy_iteration(model).v, exact, atol=1e-4)
        found = value_iteration(model, tolerance=1e-5, max_iterations=ITERATIONS)
        np.testing.assert_allclose(found.v, exact, atol=1e-5 * 9 + 1e-4)


def test_integers_are_numbers_too():
    model = from_dense(np.array([[[0, 1]], [[0, 1]]]), np.array([[-1], [0]]), 1)
    np.testing.assert_array_equal(policy_iteration(model).v, [-1, 0])


def test_eager_jit_and_vmap_agree():
    models = [random_mdp(seed) for seed in range(3)]
    batch = jax.tree.map(lambda *leaves: np.stack(leaves), *models)
    for solve in (
        policy_iteration,
        lambda m: value_iteration(m, tolerance=1e-6, max_iterations=ITERATIONS),
        lambda m: policy_evaluation(m, jnp.zeros(S, int)),
        lambda m: optimal_actions(m, jnp.arange(S) / 1, atol=0.1),
        lambda m: bellman_expectation_operator(m, jnp.full((S, A), 1 / A), jnp.arange(S) / 1),
    ):
        alone = [solve(model) for model in models]
        jitted = [jax.jit(solve)(model) for model in models]
        together = jax.vmap(solve)(batch)
        for i, (a, b) in enumerate(zip(alone, jitted, strict=True)):
            c = jax.tree.map(lambda leaf, i=i: leaf[i], together)
            for x, y, z in zip(*map(jax.tree.leaves, (a, b, c)), strict=True):
                np.testing.assert_allclose(x, y, rtol=1e-9, atol=1e-12)
                np.testing.assert_allclose(x, z, rtol=1e-9, atol=1e-12)


def test_check_returns_arrays_of_one_dtype():
    model = mdp.validate(MDP(np.zeros((1, 1, 1), int), np.ones((1, 1, 1), int), np.ones((1, 1)), 1))
    assert all(isinstance(leaf, jax.Array) for leaf in model)
    assert {leaf.dtype for leaf in model[1:]} == {jnp.dtype(jnp.float64)}


# Many steps at γ = 1, in single precision


@pytest.mark.parametrize("p", [0.51, 0.55])
def test_a_favoured_gambler_stakes_least_in_single_precision_too(p):
    # With the odds in one's favour a stake of 1 is best: v(s) = (1 − rˢ)/(1 − r¹⁰⁰), r = (1 − p)/p,
    # after thousands of steps. A policy that gains a little too little at each ends far below.
    r = (1 - p) / p
    with jax.enable_x64(False):
        world = gambler(100, p)
        single = [np.float32(x) for x in world[1:]]
        found = policy_iteration(
            world._replace(probability=single[0], reward=single[1], gamma=single[2])
        )
    expected = (1 - r ** np.arange(100)) / (1 - r**100)
    np.testing.assert_allclose(found.v[:100], expected, atol=3e-5)
