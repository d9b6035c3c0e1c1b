"""Steps and rollouts: exact where the world is, else by frequencies and standard errors."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

from lib.absorption import terminal_states
from lib.gridworld import gridworld
from lib.mdp import MDP, policy_evaluation, policy_iteration
from lib.rollout import outcome, rollout, step

LECTURE = ["...+", ".#.-", "...."]
WORLD = gridworld(LECTURE, step_reward=-0.04, slip=0.2)
BEST = jnp.array([3, 3, 3, 0, 0, 0, 0, 0, 2, 2, 2])
START = 8
AGENTS = 20_000
KEY = jax.random.key(0)
# Five standard errors: a sound estimate fails one of 20 such checks once in 87 000 keys.
ERRORS = 5


def lives(policy=BEST, world=WORLD, steps=200, start=START, n=AGENTS):
    return rollout(
        world.mdp, KEY, policy, jnp.full(n, start), steps=steps, outcome_reward=world.outcome_reward
    )


def assert_mean(values, expected):
    error = np.std(values) / np.sqrt(len(values))
    assert abs(np.mean(values) - expected) < ERRORS * error


@pytest.mark.parametrize("gamma", [1.0, 0.9])
def test_mean_return_is_the_value(gamma):
    world = WORLD._replace(mdp=WORLD.mdp._replace(gamma=jnp.float32(gamma)))
    v = policy_evaluation(world.mdp, BEST)
    found = lives(world=world)
    assert_mean(np.asarray(found.returns), float(v[START]))
    assert found.terminated.all()  # the chance to be still on the way is below 1e-20


def test_mean_return_of_a_random_policy_is_its_value():
    policy = jnp.full((11, 4), 0.25).at[:, 0].add(0.15).at[:, 1].add(-0.15)
    found = lives(policy, steps=1500)
    assert_mean(np.asarray(found.returns), float(policy_evaluation(WORLD.mdp, policy)[START]))
    first = np.asarray(found.actions[:, 0])
    for action, chance in enumerate([0.4, 0.1, 0.25, 0.25]):
        assert_mean(first == action, chance)


def test_each_step_has_its_place():
    found = lives(steps=8, n=500)
    states, actions = np.asarray(found.states), np.asarray(found.actions)
    assert states.shape == (500, 9) and actions.shape == found.rewards.shape == (500, 8)
    assert (states[:, 0] == START).all()
    np.testing.assert_array_equal(actions, np.asarray(BEST)[states[:, :-1]])
    rewards = np.asarray(found.rewards)
    inside, entered = np.isin(states[:, :-1], [3, 6]), states[:, 1:]
    expected = -0.04 + 1.0 * (entered == 3) - 1.0 * (entered == 6)
    np.testing.assert_allclose(rewards, np.where(inside, 0, expected), atol=1e-6)
    np.testing.assert_array_equal(found.terminated, np.isin(states[:, -1], [3, 6]))
    assert 0 < found.terminated.mean() < 1
    np.testing.assert_array_equal(entered[inside], states[:, :-1][inside])


def test_returns_are_discounted():
    world = gridworld(LECTURE, step_reward=-0.5, gamma=0.5)
    found = lives(jnp.array([3, 3, 3, 0, 0, 0, 0, 0, 3, 0, 0]), world, steps=6, n=2)
    np.testing.assert_allclose(found.rewards[0], [-0.5, -0.5, -0.5, 0.5, 0, 0])
    np.testing.assert_allclose(found.returns, -0.5 - 0.25 - 0.125 + 0.0625)


def test_agents_are_independent():
    found = np.asarray(lives(steps=1).states[:, 1])
    half = AGENTS // 2
    assert abs(np.corrcoef(found[:half], found[half:])[0, 1]) < ERRORS / np.sqrt(half)
    both = np.asarray(lives(steps=2).actions)
    assert both.shape == (AGENTS, 2)


def test_successor_and_its_reward_come_with_their_probability():
    # Up, below the −1: enter it 0.8, left 0.1, bump 0.1.
    n = AGENTS
    successor, reward = step(
        WORLD.mdp, KEY, jnp.full(n, 10), jnp.zeros(n, int), outcome_reward=WORLD.outcome_reward
    )
    for state, chance, r in [(6, 0.8, -1.04), (9, 0.1, -0.04), (10, 0.1, -0.04)]:
        assert_mean(np.asarray(successor) == state, chance)
        np.testing.assert_allclose(reward[successor == state], r, rtol=1e-6)
    one, its = step(WORLD.mdp, KEY, 3, 0, outcome_reward=WORLD.outcome_reward)
    assert (one, its) == (3, 0)


def test_without_outcomes_the_reward_is_its_mean():
    _, reward = step(WORLD.mdp, KEY, jnp.full(9, 10), jnp.zeros(9, int))
    np.testing.assert_allclose(reward, -0.84, rtol=1e-6)


def test_frequencies_pass_a_chi_squared_test():
    rng = np.random.default_rng(0)
    probability = rng.dirichlet(np.ones(6), size=(1, 1)).astype(np.float32)
    world = MDP(np.arange(6).reshape(1, 1, 6) % 1, probability, np.zeros((1, 1)), 0.5)
    label = jnp.arange(6.0).reshape(1, 1, 6)
    zeros = jnp.zeros(AGENTS, int)
    _, drawn = step(world, KEY, zeros, zeros, outcome_reward=label)
    counts = np.bincount(np.asarray(drawn, int), minlength=6)
    expected = AGENTS * probability[0, 0].astype(float) / probability.sum(dtype=float)
    assert stats.chisquare(counts, expected).pvalue > 1e-4


@pytest.mark.parametrize(
    "chances", [[0.3, 0.7, 0.0], [0.0, 1.0, 0.0], [0.1] * 10 + [0.0], [0.0] + [1 / 3] * 3 + [0.0]]
)
def test_no_outcome_of_probability_0_is_ever_drawn(chances):
    k = len(chances)
    world = MDP(jnp.arange(k).reshape(1, 1, k), jnp.array([[chances]]), jnp.zeros((1, 1)), 0.5)
    extremes = jnp.array([0.0, 0.5, 1 - 2.0**-23, 1 - 2.0**-24])
    zeros = jnp.zeros(4, int)
    drawn, _ = outcome(world, extremes, zeros, zeros, jnp.zeros((1, 1, k)))
    assert (jnp.array(chances)[drawn] > 0).all()
    assert drawn[0] == np.flatnonzero(chances)[0] and drawn[-1] == np.flatnonzero(chances)[-1]


def test_rewards_that_cancel_on_average_do_not_end_a_life():
    # Win or lose 1 with even chances, then again.
    fair = MDP(np.zeros((1, 1, 2), int), np.full((1, 1, 2), 0.5), np.zeros((1, 1)), 1.0)
    rewards = jnp.array([[[1.0, -1.0]]])
    assert not terminal_states(*fair[:2], rewards)[0]
    assert terminal_states(*fair[:3])[0]
    found = rollout(
        fair, KEY, jnp.zeros(1, int), jnp.zeros(3, int), steps=5, outcome_reward=rewards
    )
    assert not found.terminated.any() and (abs(found.rewards) == 1).all()
    impossible = fair._replace(probability=np.array([[[1.0, 0.0]]]))
    assert terminal_states(*impossible[:2], jnp.array([[[0.0, 5.0]]]))[0]


def test_a_world_of_the_same_shape_does_not_compile_anew():
    from lib import rollout as module

    before = module._rollout._cache_size()
    for step_reward in (-1.0, -0.5, 0.0):
        lives(world=gridworld(LECTURE, step_reward=step_reward, slip=0.1), steps=7, n=3)
    assert module._rollout._cache_size() == before + 1


def test_float64():
    with jax.enable_x64(True):
        world = gridworld(LECTURE, step_reward=-0.04, slip=0.2)
        found = lives(policy_iteration(world.mdp).policy, world, steps=3, n=2)
        assert found.returns.dtype == found.rewards.dtype == jnp.float64
