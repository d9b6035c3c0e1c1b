r"""Q-learning: the optimal action values from experience alone, the dynamics unknown.

Source: Watkins & Dayan (1992), *Q-learning*; step sizes: Even-Dar & Mansour (2003), *Learning
rates for Q-learning*.
"""

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax.typing import ArrayLike
from jaxtyping import Array, Float, Int, Key, Real

from lib import absorption, arguments
from lib.mdp import MDP
from lib.rollout import OutcomeReward, outcome, with_rewards


class Learner(NamedTuple):
    """q: Q(s, a) (S, A). visits: N(s, a), updates so far (S, A). state: where the agent is."""

    q: Float[Array, "S A"]
    visits: Int[Array, "S A"]
    state: Int[Array, ""]


def q_learning(
    mdp: MDP,
    key: Key[Array, ""],
    learner: Learner | None = None,
    *,
    steps: int,
    rate: Real[ArrayLike, ""] = 1.0,
    decay: Real[ArrayLike, ""] = 0.0,
    epsilon: Real[ArrayLike, ""] = 1.0,
    outcome_reward: OutcomeReward = None,
) -> Learner:
    r"""`steps` times Q(s, a) ← Q(s, a) + α [r + γ max_b Q(s', b) − Q(s, a)], r the realised reward.

    α = rate·N^−decay, N counting the updates of (s, a), this one included: decay 0 is a constant
    step size, 1 averages, 0.7 lies between. The agent takes a uniformly random action with
    probability epsilon, else the first greedy one. From a terminal state, whose Q is
    never updated, it is put into a uniformly random one that is not. A learner continues where it
    stopped; None starts anew, from Q = 0. The model is used as a simulator only. Raises
    ValueError, outside jit, unless rate and decay are ≥ 0 and epsilon lies in [0, 1].
    """
    mdp, outcome_reward = with_rewards(mdp, outcome_reward)
    arguments.at_least(0, rate=rate, decay=decay)
    arguments.unit_interval(epsilon=epsilon)
    return _q_learning(mdp, key, learner, steps, rate, decay, epsilon, outcome_reward)


@partial(jax.jit, static_argnames="steps")
def _q_learning(mdp, key, learner, steps, rate, decay, epsilon, outcome_reward):
    actions = mdp.reward.shape[1]
    terminal = absorption.terminal_states(mdp.next_state, mdp.probability, outcome_reward)
    alive = jnp.argsort(terminal)  # the states that are not terminal come first
    key_start, key_steps = jax.random.split(key)

    def restart(uniform):
        return alive[jnp.int32(uniform * jnp.sum(~terminal))]

    def update(learner, uniforms):
        q, visits, state = learner
        explore, pick, luck, place = uniforms
        greedy = jnp.argmax(q[state])
        action = jnp.where(explore < epsilon, jnp.int32(pick * actions), greedy)
        successor, reward = outcome(mdp, luck, state, action, outcome_reward)
        visits = visits.at[state, action].add(1)
        alpha = rate * visits[state, action].astype(q.dtype) ** -decay
        future = jnp.where(terminal[successor], 0, jnp.max(q[successor]))
        error = reward + mdp.gamma * future - q[state, action]
        q = q.at[state, action].add(alpha * error)
        return Learner(q, visits, jnp.where(terminal[successor], restart(place), successor)), None

    if learner is None:
        start = restart(jax.random.uniform(key_start, (), mdp.reward.dtype))
        learner = Learner(jnp.zeros_like(mdp.reward), jnp.zeros(mdp.reward.shape, int), start)
    uniforms = jax.random.uniform(key_steps, (steps, 4), mdp.reward.dtype)
    return jax.lax.scan(update, learner, uniforms)[0]
