"""Faults of lib.grid_solver."""

from mutants import Mutant

MUTANTS = [
    Mutant("exits swapped", "rewards[cells], 0)", "rewards[::-1][cells], 0)"),
    Mutant("γ forgotten ahead", "gamma * (1 - slip), gamma", "1 - slip, gamma"),
    Mutant("γ forgotten for a step", "_World(gamma * step_reward,", "_World(step_reward,"),
    Mutant("the whole slip to each side", "gamma * slip / 2)", "gamma * slip)"),
    Mutant("all of the move ahead", "gamma * (1 - slip), gamma", "gamma, gamma"),
    Mutant("no discount at all divides by 0", ".tiny ** 0.5)", ".tiny * 0)"),
    Mutant("exits worth nothing", "jnp.where(cells == WALL, -jnp.inf, bonus), m", "-jnp.inf, m"),
    Mutant(
        "walls can be walked through", "cells == WALL, -jnp.inf, bonus)", "cells > 99, 0, bonus)"
    ),
    Mutant(
        "up and down exchanged",
        "(0, 2 * width, width - 1, width + 1)",
        "(2 * width, 0, width - 1, width + 1)",
    ),
    Mutant(
        "slip ahead and back",
        "sides = aside, aside, along, along",
        "sides = along, along, aside, aside",
    ),
    Mutant("right forgotten", "world.ahead * jnp.maximum(left, right)", "world.ahead * left"),
    Mutant("the worst action", "return jnp.argmax(", "return jnp.argmin("),
    Mutant(
        "walls act",
        "[_greedy(worth, world)[inner], -1], 0)",
        "[_greedy(worth, world)[inner], 0], 0)",
    ),
    Mutant("a start above", "jnp.minimum(step_reward / (1", "jnp.maximum(step_reward / (1"),
    Mutant("a start at 0", "return jnp.where(gamma < 1, below, 0)", "return 0 * below"),
    Mutant(
        "a start below without a discount",
        "return jnp.where(gamma < 1, below, 0)",
        "return jnp.where(gamma < 1, below, -9.0)",
    ),
    Mutant(
        "the best exit is the worst", "jnp.min(jnp.where(cells >= 0", "jnp.max(jnp.where(cells >= 0"
    ),
    Mutant("tiles sweep their margins, too", "inside &= jax", "inside = jax"),
    Mutant("a tile is never solved", "(state[2] > goal) & (state", "(state[2] < goal) & (state"),
    Mutant("no tile at all", "corners = jnp.where(gamma < 1, 4, 0)", "corners = 0"),
    Mutant("tiles without a discount", "corners = jnp.where(gamma < 1, 4, 0)", "corners = 4"),
    Mutant("the sweeps of a tile do not count", "sweeps + taken", "sweeps"),
    Mutant(
        "a tile is as much as the map",
        "iterations + -(-sweeps // (down * across))",
        "iterations + sweeps",
    ),
    Mutant(
        "one sweep too many",
        "max_iterations - iterations - 1) // 4",
        "max_iterations - iterations + 8) // 4",
    ),
    Mutant("a fall is no change", "jnp.abs(swept - worth)", "(swept - worth)"),
    Mutant("the residual in worth", "+ 1, change / gamma", "+ 1, change * gamma"),
    Mutant("v in worth", "[worth[inner] / gamma, jnp.nan]", "[worth[inner], jnp.nan]"),
]
