"""What an agent lives through in a Markov decision process: states, actions, realised rewards.

The solvers need only the expected reward R(s, a). An agent receives the reward that comes with
the outcome drawn: outcome_reward (S, A, K), such as `Gridworld.outcome_reward`. Left out, the
reward is R(s, a) itself, as for a deterministic reward function.
"""

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.typing import ArrayLike
from jaxtyping import Array, Bool, Float, Int, Key

from lib import absorption, arguments
from lib.mdp import MDP, Policy, policy_matrix, validate

OutcomeReward = Float[ArrayLike, "S A K"] | None


class Rollout(NamedTuple):
    r"""Many agents' lives of T steps.

    states: s_0 … s_T, int (n, T + 1). actions: a_0 … a_{T−1}, int (n, T). rewards: r_0 … r_{T−1}
    (n, T). returns: Σ_t γᵗ r_t (n,). terminated: whether s_T is terminal (n,); states stay in
    the terminal set from then on, without reward.
    """

    states: Int[Array, "n T+1"]
    actions: Int[Array, "n T"]
    rewards: Float[Array, "n T"]
    returns: Float[Array, " n"]
    terminated: Bool[Array, " n"]


def step(
    mdp: MDP,
    key: Key[Array, ""],
    state: Int[ArrayLike, "*n"],
    action: Int[ArrayLike, "*n"],
    *,
    outcome_reward: OutcomeReward = None,
) -> tuple[Int[Array, "*n"], Float[Array, "*n"]]:
    """Draw s' ~ p(·|s, a) for each state and its action; return s' and the reward that came."""
    mdp, outcome_reward = with_rewards(mdp, outcome_reward)
    arguments.same_shape(state=state, action=action)
    arguments.index(len(mdp.reward), state=state)
    arguments.index(mdp.reward.shape[1], action=action)
    uniform = jax.random.uniform(key, np.shape(state), mdp.reward.dtype)
    return outcome(mdp, uniform, jnp.asarray(state), jnp.asarray(action), outcome_reward)


def rollout(
    mdp: MDP,
    key: Key[Array, ""],
    policy: Policy,
    start: Int[ArrayLike, " n"],
    *,
    steps: int,
    outcome_reward: OutcomeReward = None,
) -> Rollout:
    """Follow a policy, int (S,) or a distribution (S, A), for `steps` steps from each start."""
    mdp, outcome_reward = with_rewards(mdp, outcome_reward)
    arguments.index(len(mdp.reward), start=start)
    return _rollout(mdp, key, policy_matrix(mdp, policy), jnp.asarray(start), steps, outcome_reward)


@partial(jax.jit, static_argnames="steps")
def _rollout(mdp, key, policy, start, steps, outcome_reward):
    chances = jnp.cumsum(policy, axis=1)
    terminal = absorption.terminal_states(mdp.next_state, mdp.probability, outcome_reward)

    def advance(state, key):
        key_action, key_outcome = jax.random.split(key)
        action = _draw(chances[state], jax.random.uniform(key_action, state.shape, policy.dtype))
        uniform = jax.random.uniform(key_outcome, state.shape, policy.dtype)
        successor, reward = outcome(mdp, uniform, state, action, outcome_reward)
        return successor, (successor, action, reward)

    end, lives = jax.lax.scan(advance, start, jax.random.split(key, steps))
    states, actions, rewards = (x.T for x in lives)
    return Rollout(
        states=jnp.concatenate([start[:, None], states], axis=1),
        actions=actions,
        rewards=rewards,
        returns=rewards @ mdp.gamma ** jnp.arange(steps),
        terminated=terminal[end],
    )


def outcome(mdp, uniform, state, action, outcome_reward):
    """s' and r of the outcome that a uniform number in [0, 1) picks, for arrays of any shape."""
    k = _draw(jnp.cumsum(mdp.probability[state, action], axis=-1), uniform)
    return mdp.next_state[state, action, k], outcome_reward[state, action, k]


def _draw(chances, uniform):
    """The first index whose cumulative probability exceeds the number; never one of chance 0."""
    total = chances[..., -1]  # 1 but for rounding
    return jnp.sum(chances <= (uniform * total)[..., None], axis=-1)


def with_rewards(mdp, outcome_reward):
    """The checked model, and (S, A, K) rewards."""
    mdp = validate(mdp)
    if outcome_reward is None:
        return mdp, jnp.broadcast_to(mdp.reward[:, :, None], mdp.probability.shape)
    arguments.shape("outcome_reward", outcome_reward, mdp.probability.shape)
    return mdp, jnp.asarray(outcome_reward, mdp.reward.dtype)
