"""Gridworld: an agent walks on a map until it enters an exit.

A map is a list of equally long strings: "." is a free square, "#" a wall, and each exit has a
character of its own. Every move brings `step_reward` (a cost when negative), and entering an exit
adds the exit's reward. A move into a wall or over the edge leaves the agent in place. With
probability `slip` it goes sideways instead, half of it to each side. Exits are absorbing: every
action stays there at reward 0, so their value is 0.
Source: Russell & Norvig (2010), *Artificial Intelligence*, third edition, section 17.1. There the
reward is that of the square one is in: the same values outside the exits at γ = 1.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jax.typing import ArrayLike
from jaxtyping import Array, Float, Int, Real

from lib import arguments
from lib.mdp import MDP

ACTIONS = ("up", "down", "left", "right")
MOVES = ((-1, 0), (1, 0), (0, -1), (0, 1))  # in rows and columns
OUTCOMES = ((0, 2, 3), (1, 2, 3), (2, 0, 1), (3, 0, 1))  # where an action goes: ahead, to the sides
FREE, WALL, UNKNOWN = -1, -2, -3  # kinds of squares that are no exits
EXITS = MappingProxyType({"+": 1.0, "-": -1.0})


class Gridworld(NamedTuple):
    r"""A map as an MDP.

    mdp: S squares that are no walls, numbered row by row; K = 3 outcomes of each action (ahead,
    and to the two sides), whatever the slip; reward[s, a] is the mean of outcome_reward.
    index: int (rows, columns), the number of the state, −1 for a wall.
    outcome_reward: (S, A, K), the reward that comes with each outcome.
    exit_reward: (S,), what entering an exit adds, and nan where there is no exit.
    """

    mdp: MDP
    index: Int[np.ndarray, "rows columns"]
    outcome_reward: Float[Array, "S A K"]
    exit_reward: Float[Array, " S"]


def gridworld(
    rows: Sequence[str],
    *,
    step_reward: Real[ArrayLike, ""],
    slip: Real[ArrayLike, ""] = 0.0,
    gamma: Real[ArrayLike, ""] = 1.0,
    exits: Mapping[str, Real[ArrayLike, ""]] = EXITS,
) -> Gridworld:
    """The world of a map. exits: character → the reward for entering it.

    Everything but the map is data: under `jax.vmap` a sweep over step rewards is one batch, and
    no value compiles anew. Errors as in `read_map`; ValueError unless, outside jit, slip and
    gamma lie in [0, 1] and the rewards are finite.
    """
    cells = read_map(rows, exits)
    index, successor = successors(cells)
    exit = cells[cells != WALL]
    step_reward, slip, gamma, rewards = numbers(step_reward, slip, gamma, exits)
    next_state = jnp.asarray(successor[:, np.array(OUTCOMES)])
    probability = jnp.broadcast_to(jnp.stack([1 - slip, slip / 2, slip / 2]), next_state.shape)
    bonus = jnp.where(exit >= 0, rewards[exit], 0)
    stays = jnp.asarray(exit >= 0)[:, None, None]
    outcome_reward = jnp.where(stays, 0, step_reward + bonus[next_state])
    reward = jnp.sum(probability * outcome_reward, axis=-1)
    mdp = MDP(next_state, probability, reward, gamma)
    return Gridworld(mdp, index, outcome_reward, jnp.where(exit >= 0, bonus, jnp.nan))


def numbers(step_reward, slip, gamma, exits) -> tuple[Array, Array, Array, Array]:
    """The four as arrays of one float dtype, the last one (exits,); errors as in `gridworld`."""
    arguments.unit_interval(slip=slip, gamma=gamma)
    rewards = {f"exits[{name!r}]": reward for name, reward in exits.items()}
    arguments.finite(step_reward=step_reward, **rewards)
    dtype = jnp.result_type(float, step_reward, slip, gamma, *exits.values())
    scalars = (jnp.asarray(x, dtype) for x in (step_reward, slip, gamma))
    return *scalars, jnp.stack([jnp.asarray(reward, dtype) for reward in exits.values()])


def read_map(rows: Sequence[str], exits: Mapping[str, object]) -> Int[np.ndarray, "rows columns"]:
    """What is on each square: the number of an exit's name among `exits`, or FREE, or WALL.

    Raises TypeError unless rows are strings, and ValueError for an empty or ragged map, an
    unknown character, a map without exit, and an exit's name that is not one character, or is
    that of a wall or a free square.
    """
    if isinstance(rows, str) or not all(isinstance(row, str) for row in rows):
        raise TypeError('rows must be a list of strings, such as ["..+", "..."]')
    for name in exits:
        if len(name) != 1 or name in ".#":
            raise ValueError(f"exits must be single characters other than '.' and '#': {name!r}")
    if not len(rows) or not rows[0]:
        raise ValueError("rows must have at least one square, got an empty map")
    for number, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise ValueError(
                f"rows must be equally long: row 0 has {len(rows[0])} squares, "
                f"row {number} has {len(row)}"
            )
    codes = np.array(rows, f"U{len(rows[0])}").view(np.uint32).reshape(len(rows), -1)
    cells = np.full(codes.shape, UNKNOWN)
    for kind, name in [(FREE, "."), (WALL, "#"), *enumerate(exits)]:
        cells[codes == ord(name)] = kind
    for row, column in np.argwhere(cells == UNKNOWN)[:1]:
        raise ValueError(
            f"rows may hold {' '.join(['.', '#', *exits])} only, "
            f"got {rows[row][column]!r} in row {row}, column {column}"
        )
    if not (cells >= 0).any():
        raise ValueError(f"rows must have an exit, one of {' '.join(exits)}")
    return cells


def successors(
    cells: Int[np.ndarray, "rows columns"],
) -> tuple[Int[np.ndarray, "rows columns"], Int[np.ndarray, "S A"]]:
    """The number of each state, −1 for a wall, and the state where each move ends.

    A wall or the edge keeps the agent in place, and so does an exit.
    """
    free = cells != WALL
    index = np.full(cells.shape, -1)
    index[free] = np.arange(free.sum())
    padded = np.pad(index, 1, constant_values=-1)
    ends = []
    for move in MOVES:
        neighbour = np.roll(padded, (-move[0], -move[1]), axis=(0, 1))[1:-1, 1:-1]
        ends.append(np.where((neighbour >= 0) & (cells < 0), neighbour, index)[free])
    return index, np.stack(ends, axis=1)
