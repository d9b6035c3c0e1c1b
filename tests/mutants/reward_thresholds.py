"""Faults of lib.reward_thresholds."""

from mutants import ERRORS, Mutant

MUTANTS = [
    Mutant(
        "floats accepted",
        "if not isinstance(number, Fraction | int):",
        "if not isinstance(number, Fraction | int | float):",
        ERRORS,
    ),
    Mutant("a negative slip accepted", "if not 0 <= number <= 1:", "if number > 1:", ERRORS),
    Mutant(
        "the farthest breakpoint first",
        "low = max(roots, default=None)",
        "low = min(roots, default=None)",
    ),
    Mutant(
        "ties at a breakpoint dropped",
        "phases.append(Phase(low, low, _at(advantage, low) == 0, value))",
        "phases.append(Phase(low, low, (advantage == 0).all(axis=2), value))",
    ),
    Mutant(
        "ties of an interval from its end",
        "(advantage == 0).all(axis=2)",
        "_at(advantage, low or 0) == 0",
    ),
    Mutant("from high to low", "return phases[::-1]", "return phases"),
    Mutant(
        "γ forgotten",
        "transition[state, action, end] += gamma * chance",
        "transition[state, action, end] += chance",
    ),
    Mutant(
        "the whole slip to each side",
        "(1 - slip, slip / 2, slip / 2)",
        "(1 - 2 * slip, slip, slip)",
    ),
    Mutant("exits swapped", "chance * rewards[kinds[end]]", "chance * rewards[-1 - kinds[end]]"),
    Mutant(
        "entering an exit is not a move",
        "reward[state, action, 1] = Fraction(1)",
        "reward[state, action, 1] = Fraction(int((kinds[successor[state]] < 0).all()))",
    ),
    Mutant(
        "any policy to start from",
        "return np.array(absorption.proper_policy(next_state, transition, exit))",
        "return np.zeros(len(exit), int)",
    ),
    Mutant(
        "γ = 1 below 0 only, discounted likewise",
        "_improve(reward, transition, policy, _far_above)",
        "_improve(reward, transition, policy, _below(Fraction(0)))",
    ),
    Mutant("just above instead of just below", "-line[1])", "line[1])"),
    Mutant("at infinity by the intercept", "return line[1], line[0]", "return line[0], line[1]"),
    Mutant(
        "r forgotten",
        "return lines[..., 0] + r * lines[..., 1]",
        "return lines[..., 0] + lines[..., 1]",
    ),
    Mutant(
        "one improvement only",
        "        policy = np.where(gains, best, policy)\n",
        "        return np.where(gains, best, policy), value, advantage\n",
    ),
    Mutant(
        "elimination in floating point",
        "rows = np.concatenate([matrix, right], axis=1)",
        "rows = np.concatenate([matrix, right], axis=1).astype(float)",
    ),
]
