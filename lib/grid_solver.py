r"""Value iteration on gridworlds of a million squares: no table of successors, and few sweeps.

The same worlds as `gridworld`. Three things make it fast. The map is an array, row after row: the
value to the left of every square is the same array, moved by one. It is solved in tiles that stay
in the processor's cache, with the values around a tile held fixed, from all four corners in turn
(block Gauss–Seidel: Bertsekas & Tsitsiklis, 1989, *Parallel and Distributed Computation*, section
2.6). And for γ < 1 it starts below V*, from the constant `_start`: what an exit is worth then
spreads outwards once, like the front of a search, where from v = 0 all values would fall together,
a step at a time.

The start: if c ≤ step + γc and c ≤ step + b for every exit's reward b, then c ≤ (Tc)(s) for all s,
since each outcome of each action brings step + γc or step + b. T is monotone, so v ≤ Tv is kept by
every update of any squares in any order, and so is v ≤ V*: the values rise to V*. The largest such
c is the smaller of step/(1 − γ) and step + min b.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax.typing import ArrayLike
from jaxtyping import Array, Float, Int, Real

from lib import arguments
from lib.gridworld import EXITS, FREE, WALL, numbers, read_map
from lib.mdp import Solution

TILE = 100  # squares along a side, at most: its values take 80 KB
BURST = 8  # sweeps of a tile between two looks at what they change
PATIENCE = 400  # sweeps of a tile in one visit, at most
REDUCTION = 0.01  # of the residual, in one cycle


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
    r"""`mdp.value_iteration` on `gridworld(rows, …)`, with v and policy (rows, columns).

    v is nan on walls, and the policy −1. The last sweep covers the whole map, v = Tv', and residual
    is ‖v − v'‖, so for γ < 1 the same bound holds: v is within residual·γ/(1 − γ) of V*, but for
    rounding. iterations counts sweeps of the whole map, those of a tile by its share, rounded up in
    each cycle. At γ = 1 no such start is known: sweeps cover the map, from v = 0, and all is as
    in `value_iteration`. A map of the same shape, with as many kinds of exits, does not compile
    anew. For a small error far from the exits use float64. Errors as in both functions.
    """
    cells = read_map(rows, exits)
    step_reward, slip, gamma, rewards = numbers(step_reward, slip, gamma, exits)
    arguments.at_least(0, tolerance=tolerance)
    arguments.at_least(1, max_iterations=max_iterations)
    return _solve(cells, rewards, step_reward, slip, gamma, tolerance, max_iterations)


class _World(NamedTuple):
    """What a sweep needs, times γ: of a step its reward, of an end its chance ahead and aside."""

    step: Float[Array, ""]
    ahead: Float[Array, ""]
    aside: Float[Array, ""]


@jax.jit
def _solve(cells, rewards, step_reward, slip, gamma, tolerance, max_iterations):
    """Cycles through the tiles, each followed by a sweep of the whole map."""
    bonus = jnp.where(cells >= 0, rewards[cells], 0)
    rows, columns = cells.shape
    down, across = -(-rows // TILE), -(-columns // TILE)
    height, width = -(-rows // down), -(-columns // across)
    margins = (1, down * height - rows + 1), (1, across * width - columns + 1)
    gamma = jnp.maximum(gamma, jnp.finfo(bonus.dtype).tiny ** 0.5)  # 0, but one can divide by it
    world = _World(gamma * step_reward, gamma * (1 - slip), gamma * slip / 2)
    free = jnp.pad(cells == FREE, margins)
    # worth: of being on a square after a move. γv, or the exit's reward; a wall's marks it.
    worth = jnp.pad(jnp.where(cells == WALL, -jnp.inf, bonus), margins, constant_values=-jnp.inf)
    worth = jnp.where(free, gamma * _start(cells, bonus, step_reward, gamma), worth)

    def visit(tile, state, corner, goal, patience):
        """Sweep one tile until a sweep changes no worth by more than goal."""
        worth, sweeps = state
        row, column = tile // across, tile % across
        row = jnp.where(corner % 2 == 0, row, down - 1 - row)
        column = jnp.where(corner < 2, column, across - 1 - column)
        place, shape = (row * height, column * width), (height + 2, width + 2)
        around = jax.lax.dynamic_slice(worth, place, shape)
        inside = jnp.pad(jnp.ones((height, width), bool), 1)
        inside &= jax.lax.dynamic_slice(free, place, shape)
        solved, taken = _relax(around, inside, world, goal, patience)
        return jax.lax.dynamic_update_slice(worth, solved, place), sweeps + taken

    def cycle(state):
        worth, iterations, residual = state
        goal = gamma * jnp.maximum(tolerance / 2, REDUCTION * residual)
        patience = jnp.minimum(PATIENCE, (max_iterations - iterations - 1) // 4)

        def from_corner(corner, state):
            def next_tile(tile, state):
                return visit(tile, state, corner, goal, patience)

            return jax.lax.fori_loop(0, down * across, next_tile, state)

        corners = jnp.where(gamma < 1, 4, 0)
        worth, sweeps = jax.lax.fori_loop(0, corners, from_corner, (worth, jnp.zeros((), int)))
        worth, change = _step(worth, free, world)
        return worth, iterations + -(-sweeps // (down * across)) + 1, change / gamma

    worth, change = _step(worth, free, world)
    worth, iterations, residual = jax.lax.while_loop(
        lambda state: (state[2] > tolerance) & (state[1] < max_iterations),
        cycle,
        (worth, jnp.ones((), int), change / gamma),
    )
    inner = slice(1, rows + 1), slice(1, columns + 1)
    kinds, values = [cells == FREE, cells == WALL], [worth[inner] / gamma, jnp.nan]
    policy = jnp.select(kinds, [_greedy(worth, world)[inner], -1], 0)
    return Solution(jnp.select(kinds, values, 0), policy, iterations, residual)


def _start(cells, bonus, step_reward, gamma):
    """A constant c ≤ Tc for γ < 1, and 0 at γ = 1."""
    worst_exit = jnp.min(jnp.where(cells >= 0, bonus, jnp.inf))
    below = jnp.minimum(step_reward / (1 - gamma), step_reward + worst_exit)
    return jnp.where(gamma < 1, below, 0)


def _relax(worth, free, world, goal, patience):
    """Sweeps until one changes no worth by more than goal, at most patience; and their number."""

    def burst(state):
        worth, taken, _ = state
        sweeps = jnp.minimum(jnp.where(taken == 0, 1, BURST), patience - taken)
        worth = jax.lax.fori_loop(1, sweeps, lambda _, worth: _sweep(worth, free, world), worth)
        worth, change = _step(worth, free, world)
        return worth, taken + sweeps, change

    start = worth, jnp.zeros((), int), jnp.full((), jnp.inf, worth.dtype)
    worth, taken, _ = jax.lax.while_loop(
        lambda state: (state[2] > goal) & (state[1] < patience), burst, start
    )
    return worth, taken


def _step(worth, free, world):
    """A sweep, and the largest change."""
    swept = _sweep(worth, free, world)
    return swept, jnp.max(jnp.where(free, jnp.abs(swept - worth), 0))


def _sweep(worth, free, world):
    """The worth γTv of the free squares."""
    up, down, left, right = _ends(worth)
    vertical = world.ahead * jnp.maximum(up, down) + world.aside * (left + right)
    horizontal = world.ahead * jnp.maximum(left, right) + world.aside * (up + down)
    return jnp.where(free, world.step + jnp.maximum(vertical, horizontal), worth)


def _greedy(worth, world):
    """The first of the best actions."""
    up, down, left, right = _ends(worth)
    aside, along = world.aside * (left + right), world.aside * (up + down)
    sides = aside, aside, along, along
    ends = zip((up, down, left, right), sides, strict=True)
    return jnp.argmax(jnp.stack([world.ahead * end + side for end, side in ends]), axis=0)


def _ends(worth):
    """The worth of where up, down, left and right end: of the square itself before a wall.

    All margins are walls, so that a row may follow the last one directly.
    """
    width, squares = worth.shape[1], worth.size
    padded = jnp.pad(worth.reshape(-1), width, constant_values=-jnp.inf)
    neighbours = [padded[i : i + squares] for i in (0, 2 * width, width - 1, width + 1)]
    return [
        jnp.where(end == -jnp.inf, worth, end)
        for end in (x.reshape(worth.shape) for x in neighbours)
    ]
