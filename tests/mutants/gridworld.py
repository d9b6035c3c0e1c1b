"""Faults of lib.gridworld."""

from mutants import ERRORS, Mutant

MUTANTS = [
    Mutant("up is down", "MOVES = ((-1, 0), (1, 0)", "MOVES = ((1, 0), (-1, 0)"),
    Mutant("slip to the wrong sides", "OUTCOMES = ((0, 2, 3)", "OUTCOMES = ((0, 1, 3)"),
    Mutant("slip backwards", "(2, 0, 1), (3, 0, 1))", "(2, 3, 3), (3, 2, 2))"),
    Mutant(
        "the whole slip to each side",
        "jnp.stack([1 - slip, slip / 2, slip / 2])",
        "jnp.stack([1 - 2 * slip, slip, slip])",
    ),
    Mutant(
        "slip over all four ways",
        "jnp.stack([1 - slip, slip / 2, slip / 2])",
        "jnp.stack([1 - slip / 2, slip / 4, slip / 4])",
    ),
    Mutant(
        "exit reward on leaving",
        "step_reward + bonus[next_state])",
        "step_reward + bonus[:, None, None] + 0 * bonus[next_state])",
    ),
    Mutant(
        "no cost for entering an exit",
        "step_reward + bonus[next_state])",
        "jnp.where(bonus[next_state] == 0, step_reward, bonus[next_state]))",
    ),
    Mutant(
        "a bump is free",
        "outcome_reward = jnp.where(stays, 0,",
        "outcome_reward = jnp.where(next_state == jnp.arange(len(exit))[:, None, None], 0,",
    ),
    Mutant(
        "waiting in an exit costs",
        "jnp.where(stays, 0, step_reward",
        "jnp.where(stays, step_reward, step_reward",
    ),
    Mutant(
        "the likeliest reward for the mean",
        "jnp.sum(probability * outcome_reward, axis=-1)",
        "outcome_reward[..., 0]",
    ),
    Mutant(
        "exits swapped",
        "bonus = jnp.where(exit >= 0, rewards[exit], 0)",
        "bonus = jnp.where(exit >= 0, rewards[::-1][exit], 0)",
    ),
    Mutant(
        "γ is 1", "probability, reward, gamma)\n", "probability, reward, jnp.ones_like(gamma))\n"
    ),
    Mutant("walls reported as exits", "jnp.where(exit >= 0, bonus, jnp.nan)", "bonus"),
    Mutant(
        "slip unchecked",
        "arguments.unit_interval(slip=slip, gamma=gamma)",
        "arguments.unit_interval(gamma=gamma)",
        ERRORS,
    ),
    Mutant(
        "float32 whatever the inputs",
        "dtype = jnp.result_type(float, step_reward, slip, gamma, *exits.values())",
        "dtype = jnp.float32",
    ),
    Mutant("ragged maps cut", "if len(row) != len(rows[0]):", "if len(row) < 0:"),
    Mutant(
        "an unknown character is free",
        "np.full(codes.shape, UNKNOWN)",
        "np.full(codes.shape, FREE)",
    ),
    Mutant("a world without exit", "if not (cells >= 0).any():", "if not cells.any():"),
    Mutant("exits can be walked through", "(neighbour >= 0) & (cells < 0)", "neighbour >= 0"),
    Mutant(
        "walls can be walked into",
        "(neighbour >= 0) & (cells < 0)",
        "(neighbour >= -1) & (cells < 0)",
    ),
    Mutant(
        "the edges are joined",
        "padded = np.pad(index, 1, constant_values=-1)",
        'padded = np.pad(index, 1, mode="wrap")',
    ),
    Mutant("walls are states", "free = cells != WALL", "free = cells != UNKNOWN"),
]
