"""Q-learning: exact in a deterministic world, close in a slippery one, by hand for one step."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from lib.gridworld import gridworld
from lib.mdp import MDP, action_values, policy_iteration
from lib.q_learning import Learner, q_learning

LECTURE = ["...+", ".#.-", "...."]
KEY = jax.random.key(0)
EXITS = np.array([3, 6])


def learn(world, key=KEY, learner=None, **options):
    return q_learning(world.mdp, key, learner, outcome_reward=world.outcome_reward, **options)


@pytest.mark.parametrize("step_reward", [-2.0, -0.5])
def test_deterministic_world_is_learnt_exactly(step_reward):
    # Rewards and sums are exact in float32. Each pair is tried about 100 times; 5 moves suffice.
    world = gridworld(LECTURE, step_reward=step_reward)
    learner = learn(world, steps=4000)
    best = action_values(world.mdp, policy_iteration(world.mdp).v)
    assert (np.delete(learner.visits, EXITS, axis=0) > 20).all()
    np.testing.assert_array_equal(learner.q, best)


def test_visits_count_the_steps_and_exits_have_none():
    learner = learn(gridworld(LECTURE, step_reward=-0.04, slip=0.2), steps=500)
    assert learner.visits.sum() == 500
    assert (learner.visits[EXITS] == 0).all() and (learner.q[EXITS] == 0).all()
    assert learner.state not in EXITS


# One state that stays, with reward 1 or 3 by chance.
COIN = MDP(np.array([[[0, 0]]]), np.array([[[0.5, 0.5]]]), np.array([[2.0]]), 0.0)
SIDES = jnp.array([[[1.0, 3.0]]])


@pytest.mark.parametrize("rate, decay", [(1.0, 1.0), (1.0, 0.0), (0.5, 0.0), (1.0, 0.7)])
def test_step_sizes_follow_their_formula(rate, decay):
    q, learner = 0.0, None
    for n in range(1, 8):
        learner = q_learning(
            COIN, jax.random.key(n), learner, steps=1, rate=rate, decay=decay, outcome_reward=SIDES
        )
        alpha = rate * n**-decay
        candidates = [q + alpha * (reward - q) for reward in (1, 3)]
        q = min(candidates, key=lambda c: abs(c - float(learner.q[0, 0])))
        assert float(learner.q[0, 0]) == pytest.approx(q, rel=1e-5)
        assert learner.visits[0, 0] == n


def test_each_pair_of_state_and_action_has_its_own_step_size():
    arms = MDP(np.zeros((1, 2, 1), int), np.ones((1, 2, 1)), np.array([[5.0, 0.0]]), 0.0)
    learner = Learner(jnp.array([[1.0, 0.0]]), jnp.array([[1, 7]]), jnp.array(0))
    learner = q_learning(arms, KEY, learner, steps=1, decay=1.0, epsilon=0.0)
    assert learner.q[0].tolist() == [3.0, 0.0]  # α = ½: the second visit of this action
    assert learner.visits[0].tolist() == [2, 7]


def test_averaging_step_sizes_give_the_mean_of_realised_rewards():
    n = 10_000
    learner = q_learning(COIN, KEY, steps=n, decay=1.0, outcome_reward=SIDES)
    # Rewards 1 and 3 have standard deviation 1; five standard errors.
    assert abs(float(learner.q[0, 0]) - 2) < 5 / np.sqrt(n)
    assert float(learner.q[0, 0]) != 2  # as the expected reward would give
    expected = q_learning(COIN, KEY, steps=99, decay=1.0)
    assert float(expected.q[0, 0]) == pytest.approx(2, rel=1e-6)


def test_the_future_is_discounted_and_an_end_has_none():
    # 0 → 1 → 2, the end. Q(1) is learnt before Q(0), or after.
    chain = MDP(
        np.array([[[1]], [[2]], [[2]]]), np.ones((3, 1, 1)), np.array([[1.0], [4], [0]]), 0.5
    )
    learner = Learner(jnp.array([[0.0], [4], [99]]), jnp.zeros((3, 1), int), jnp.array(0))
    learner = q_learning(chain, KEY, learner, steps=1)
    assert learner.q[0, 0] == 1 + 0.5 * 4 and learner.state == 1
    learner = q_learning(chain, KEY, learner, steps=1)
    assert learner.q[1, 0] == 4  # whatever is stored for the end
    assert learner.state in (0, 1)


def test_restarts_are_even_over_the_states_that_are_not_terminal():
    ends = MDP(np.full((4, 1, 1), 2), np.ones((4, 1, 1)), np.array([[1.0], [1], [0], [1]]), 1.0)
    n = 9000
    visits = np.asarray(q_learning(ends, KEY, steps=n).visits[:, 0])
    assert visits[2] == 0
    # Binomial(n, 1/3): five standard deviations.
    assert (abs(visits[[0, 1, 3]] - n / 3) < 5 * np.sqrt(n * 2 / 9)).all()
    starts = jax.vmap(lambda key: q_learning(ends, key, steps=0).state)(jax.random.split(KEY, n))
    assert (abs(np.bincount(starts, minlength=4)[[0, 1, 3]] - n / 3) < 5 * np.sqrt(n * 2 / 9)).all()


@pytest.mark.parametrize("epsilon", [0.0, 0.3, 1.0])
def test_behaviour_is_epsilon_greedy(epsilon):
    arms = MDP(np.zeros((1, 3, 1), int), np.ones((1, 3, 1)), np.array([[1.0, 5, 2]]), 0.0)
    learner = Learner(jnp.array([[1.0, 5, 2]]), jnp.zeros((1, 3), int), jnp.array(0))
    n = 9000
    visits = q_learning(arms, KEY, learner, steps=n, epsilon=epsilon).visits[0]
    share = np.array([epsilon / 3, 1 - 2 * epsilon / 3, epsilon / 3])
    assert (abs(visits - n * share) <= 5 * np.sqrt(n * share * (1 - share))).all()


def test_a_slippery_world_is_learnt_better_by_the_decay_between():
    # Even-Dar & Mansour (2003): N^−0.7 converges polynomially, 1/N exponentially slowly in
    # 1/(1 − γ), a constant step size not at all. Averaged over 8 learners.
    world = gridworld(LECTURE, step_reward=-0.04, slip=0.2)
    v = policy_iteration(world.mdp).v
    keys = jax.random.split(KEY, 8)

    def error(rate, decay):
        q = jax.vmap(lambda key: learn(world, key, steps=50_000, rate=rate, decay=decay).q)(keys)
        return jnp.mean(jnp.max(jnp.abs(jnp.max(q, axis=2) - v[None]), axis=1))

    between, averaged, constant = jax.jit(jax.vmap(error))(
        jnp.array([1.0, 1.0, 0.1]), jnp.array([0.7, 1.0, 0.0])
    )
    assert between < min(averaged, constant)
    assert between < 0.15


def test_a_learner_continues():
    world = gridworld(LECTURE, step_reward=-0.5)
    learner = learn(world, steps=100)
    more = learn(world, jax.random.key(1), learner, steps=50)
    assert more.visits.sum() == 150 and (more.visits >= learner.visits).all()
    same = learn(world, jax.random.key(1), learner, steps=0)
    jax.tree.map(np.testing.assert_array_equal, same, learner)


def test_float64():
    with jax.enable_x64(True):
        world = gridworld(LECTURE, step_reward=-0.5)
        assert learn(world, steps=3).q.dtype == jnp.float64
