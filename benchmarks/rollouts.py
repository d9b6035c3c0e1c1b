"""Random walks on Gymnasium's frozen lake, beside Gymnasium's own steps."""

from collections.abc import Iterator

import gymnasium
import jax
import jax.numpy as jnp

from benchmarks.row import Row
from lib.rollout import rollout
from lib.transition_table import from_transition_table

AGENTS, STEPS, FEW = 16_384, 100, 20_000  # Gymnasium takes FEW steps only


def rows() -> Iterator[Row]:
    """One row; the share of lives that reach the goal is the quality."""
    work = f"frozen lake, {AGENTS} agents, {STEPS} steps each"
    share = FEW / (AGENTS * STEPS)
    yield Row(work, "Gymnasium", "share that reaches the goal", ours(AGENTS), theirs(), share)


def ours(agents: int):
    """All agents at once, under a policy without preference."""
    world = from_transition_table(gymnasium.make("FrozenLake-v1").unwrapped.P, 1.0)
    policy = jnp.full(world.reward.shape, 0.25)
    start = jnp.zeros(agents, int)
    key = jax.random.key(0)

    def work():
        nonlocal key
        key, now = jax.random.split(key)
        return rollout(world, now, policy, start, steps=STEPS).returns.mean().item()

    return work


def theirs():
    """One environment, step after step; an episode ends after 100 of them."""
    env = gymnasium.make("FrozenLake-v1")
    env.action_space.seed(0)
    env.reset(seed=0)

    def work():
        episodes = goals = 0
        for _ in range(FEW):
            _, reward, terminated, truncated, _ = env.step(env.action_space.sample())
            if terminated or truncated:
                env.reset()
                episodes, goals = episodes + 1, goals + reward
        return goals / episodes

    return work
