"""Faults of lib.grid_solver."""

from mutants import Mutant

MUTANTS = [
    Mutant("exits swapped", "rewards[cells], 0)", "rewards[::-1][cells], 0)"),
    Mutant("γ forgotten", "gamma * v, bonus)", "v, bonus)"),
    Mutant("exits worth nothing", "gamma * v, bonus)", "gamma * v, 0 * bonus)"),
    Mutant("up and down exchanged", "up, down, left, right = map(", "down, up, left, right = map("),
    Mutant(
        "walls can be walked through",
        "walls = jnp.pad(cells == WALL, 1, constant_values=True)",
        "walls = jnp.pad(cells > 99, 1, constant_values=True)",
    ),
    Mutant(
        "slip ahead and back",
        "sides = [aside, aside, along, along]",
        "sides = [along, along, aside, aside]",
    ),
    Mutant(
        "the whole slip to each side",
        "slip / 2 * (left + right), slip / 2 * (up + down)",
        "slip * (left + right), slip * (up + down)",
    ),
    Mutant("all of the move ahead", "[(1 - slip) * end for", "[end for"),
    Mutant("a step is free", "[step_reward + a + b for", "[a + b for"),
    Mutant(
        "right forgotten",
        "jnp.maximum(jnp.maximum(up, down), jnp.maximum(left, right))",
        "jnp.maximum(jnp.maximum(up, down), left)",
    ),
    Mutant(
        "exits get a value",
        "return jnp.where(cells == FREE, best, 0)",
        "return jnp.where(cells == WALL, 0, best)",
    ),
    Mutant("a start at 1", "zero = jnp.zeros_like(bonus)", "zero = jnp.ones_like(bonus)"),
    Mutant("the worst action", "greedy = jnp.argmax(", "greedy = jnp.argmin("),
    Mutant("walls act", "jnp.where(cells == WALL, -1, 0))", "0)"),
]
