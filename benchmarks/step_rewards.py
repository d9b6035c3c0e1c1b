"""The 4 × 3 world for thousands of step rewards, beside a loop in NumPy."""

from collections.abc import Iterator

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.row import Row
from lib.gridworld import gridworld
from lib.mdp import value_iteration

MAP = ["...+", ".#.-", "...."]
MANY, FEW = 10_000, 100  # NumPy's loop solves FEW worlds only, spread evenly
BATCH = 16  # a batch sweeps until its slowest world is done, so it holds neighbours, and few
REWARDS = np.linspace(-2, -0.01, MANY)
STOP = {"tolerance": 1e-5, "max_iterations": 200}


def rows() -> Iterator[Row]:
    """One row; the quality is the mean value of the start, over the same FEW worlds."""
    work = f"the 4 × 3 world, {MANY} step rewards"
    yield Row(work, "NumPy, a loop", "mean value of the start", ours(), theirs(), FEW / MANY)


def ours():
    """All of them, a batch after the other, in one compiled call."""
    rewards = jnp.asarray(REWARDS)
    solve_all = jax.jit(lambda rewards: jax.lax.map(solve, rewards, batch_size=BATCH).v[:, 7])
    return lambda: solve_all(rewards)[:: MANY // FEW].mean().item()


def solve(step_reward):
    """One world."""
    return value_iteration(gridworld(MAP, step_reward=step_reward, slip=0.2).mdp, **STOP)


def theirs():
    """Value iteration with a dense matrix for each action."""
    world = gridworld(MAP, step_reward=0.0, slip=0.2).mdp
    states, actions, outcomes = world.next_state.shape
    transition = np.zeros((actions, states, states))
    for s, a, k in np.ndindex(states, actions, outcomes):
        transition[a, s, world.next_state[s, a, k]] += world.probability[s, a, k]
    prizes = np.asarray(world.reward).T
    inside = np.isnan(gridworld(MAP, step_reward=0.0).exit_reward)

    def work():
        starts = []
        for step_reward in REWARDS[:: MANY // FEW]:
            v = np.zeros(states)
            for _ in range(STOP["max_iterations"]):
                new = (prizes + step_reward * inside + transition @ v).max(axis=0)
                change = abs(new - v).max()
                v = new
                if change <= STOP["tolerance"]:
                    break
            starts.append(v[7])
        return np.mean(starts)

    return work
