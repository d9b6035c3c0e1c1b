"""Value iteration on gridworlds of a million squares, by shifting the map instead of indexing.

The same worlds as `gridworld`, and the same sweeps as `mdp.value_iteration`, but no table of
successors: the value to the left of every square is the array of values moved by one column.
"""

from collections.abc import Mapping, Sequence

import jax
import jax.numpy as jnp
from jax.typing import ArrayLike
from jaxtyping import Int, Real

from lib import arguments
from lib.gridworld import EXITS, FREE, WALL, numbers, read_map
from lib.mdp import Solution, iterate_values


def solve_grid(
    rows: Sequence[str],
    *,
    step_reward: Real[ArrayLike, ""],
    slip: Real[ArrayLike, ""] = 0.0,
    gamma: Real[ArrayLike, ""] = 1.0,
    exits: Mapping[str, Real[ArrayLike, ""]] = EXITS,
    tolerance: Real[ArrayLike, ""],
    max_iterations: Int[ArrayLike, ""],
) -> Solution:
    """`mdp.value_iteration` on `gridworld(rows, …)`, with v and policy (rows, columns).

    v is nan on walls, and the policy −1. A map of the same shape does not compile anew. The
    stopping rule, the bound and the meaning of iterations and residual are the same; for a small
    error far from the exits use float64. Errors as in both functions.
    """
    cells = read_map(rows, exits)
    step_reward, slip, gamma, rewards = numbers(step_reward, slip, gamma, exits)
    arguments.at_least(0, tolerance=tolerance)
    arguments.at_least(1, max_iterations=max_iterations)
    bonus = jnp.where(cells >= 0, rewards[cells], 0)
    return _solve(cells, bonus, step_reward, slip, gamma, tolerance, max_iterations)


@jax.jit
def _solve(cells, bonus, step_reward, slip, gamma, tolerance, max_iterations):
    walls = jnp.pad(cells == WALL, 1, constant_values=True)
    bumps = walls[:-2, 1:-1], walls[2:, 1:-1], walls[1:-1, :-2], walls[1:-1, 2:]

    def action_values(v):
        """Q of up, down, left and right."""
        worth = jnp.where(cells == FREE, gamma * v, bonus)  # of being on a square after a move
        ends = (
            jnp.concatenate([worth[:1], worth[:-1]]),
            jnp.concatenate([worth[1:], worth[-1:]]),
            jnp.concatenate([worth[:, :1], worth[:, :-1]], axis=1),
            jnp.concatenate([worth[:, 1:], worth[:, -1:]], axis=1),
        )
        up, down, left, right = map(jnp.where, bumps, (worth,) * 4, ends)
        aside, along = slip / 2 * (left + right), slip / 2 * (up + down)
        ahead = [(1 - slip) * end for end in (up, down, left, right)]
        sides = [aside, aside, along, along]
        return [step_reward + a + b for a, b in zip(ahead, sides, strict=True)]

    def sweep(v):
        up, down, left, right = action_values(v)
        best = jnp.maximum(jnp.maximum(up, down), jnp.maximum(left, right))
        return jnp.where(cells == FREE, best, 0)

    zero = jnp.zeros_like(bonus)
    v, iterations, residual = iterate_values(sweep, zero, tolerance, max_iterations)
    greedy = jnp.argmax(jnp.stack(action_values(v)), axis=0)
    policy = jnp.where(cells == FREE, greedy, jnp.where(cells == WALL, -1, 0))
    return Solution(jnp.where(cells == WALL, jnp.nan, v), policy, iterations, residual)
