"""Faults of book_ext/explorables/core/gridworld.js."""

from mutants import Mutant

MUTANTS = [
    Mutant("up is down", "[[-1, 0], [1, 0],", "[[1, 0], [-1, 0],"),
    Mutant("slip to the wrong sides", "[[0, 2, 3],", "[[0, 1, 3],"),
    Mutant(
        "the whole slip to each side",
        "[1 - slip, slip / 2, slip / 2]",
        "[1 - 2 * slip, slip, slip]",
    ),
    Mutant("exits can be walked through", "exit[s] === null ? number.get", "true ? number.get"),
    Mutant(
        "an exit's value counts for its reward",
        "(exit[s] ?? 0) + gamma * value",
        "gamma * ((exit[s] ?? 0) + value)",
    ),
    Mutant("waiting in an exit costs", "exit[s] !== null ? 0 : stepReward", "stepReward"),
    Mutant(
        "an impossible way out of a lost state counts",
        "probability[k] ? sum + probability[k] * worth[end] : sum",
        "sum + probability[k] * worth[end]",
    ),
    Mutant("the worst action for the best", "q) => Math.max(...q)", "q) => Math.min(...q)"),
    Mutant(
        "only the first of tied actions",
        "value >= best - alike",
        "value >= best && q.indexOf(value) === q.lastIndexOf(value)",
    ),
    Mutant("arrows where all is lost", "&& best > -Infinity && value", "&& value"),
    Mutant(
        "a walk that never ends is worth what it costs so far",
        "const lost = closure(endless, ends);",
        "const lost = endless.map(() => false);",
    ),
    Mutant(
        "only the squares that can reach no exit are lost",
        "lost[s] ? -Infinity",
        "endless[s] ? -Infinity",
    ),
    Mutant(
        "a walk that never ends is solved for",
        "if (gamma < 1 || !endless",
        "if (gamma <= 1 || !endless",
    ),
    Mutant(
        "at r = 0 a walk that never ends is lost",
        "if (stepReward === 0) return",
        "if (false) return",
    ),
    Mutant(
        "a switch to the worst action",
        "? q.indexOf(best) : policy[s]",
        "? q.indexOf(Math.min(...q)) : policy[s]",
    ),
    Mutant(
        "a lost square keeps its action",
        "if (v[s] === -Infinity) return Math.max(ways[s], 0);",
        "if (v[s] === -Infinity) return policy[s];",
    ),
    Mutant(
        "one round only",
        "    policy = better;\n",
        "    return { v, policy: better };\n",
    ),
    Mutant(
        "the way leads from the exit",
        "actions.findIndex((ends) => ends[0] === end)",
        "actions.findIndex((ends) => ends[1] === end)",
    ),
    Mutant(
        "waiting is never thought of",
        "if (world.stepReward < 0 || world.gamma < 1) return policy;",
        "return policy;",
    ),
    Mutant(
        "one good outcome is enough to stay away",
        "possible(world, s, a).every((end) => stays[end])));",
        "possible(world, s, a).some((end) => stays[end])));",
    ),
    Mutant("outcomes without probability count", "world.probability[k] > 0", "true"),
    Mutant(
        "only the nearest ancestors",
        "if (more.every((is, s) => is === found[s])) return found;\n    found = more;",
        "return more;",
    ),
    Mutant(
        "exits inside the equations",
        "if (exit[s] !== null || !counts[s]) return row;",
        "if (!counts[s]) return row;",
    ),
    Mutant(
        "no discount in the equations",
        "row[end] -= gamma * probability[k]",
        "row[end] -= probability[k]",
    ),
]
