"""Faults of book_ext/explorables/core/thresholds.js."""

from mutants import Mutant

MUTANTS = [
    Mutant(
        "the sign of the slope",
        "falling.map(([a, b]) => [a, -b])",
        "falling.map(([a, b]) => [a, b])",
    ),
    Mutant(
        "the lowest breakpoint next",
        "(x[0] * y[1] < y[0] * x[1] ? y : x)",
        "(x[0] * y[1] > y[0] * x[1] ? y : x)",
    ),
    Mutant("zero is always a breakpoint", "a === 0n && b !== 0n", "true"),
    Mutant(
        "the whole slip to each side",
        "[200 - 2 * slip, slip, slip]",
        "[200 - 4 * slip, 2 * slip, 2 * slip]",
    ),
    Mutant(
        "no discount", "BigInt(gamma * chances[k] / common)", "BigInt(100 * chances[k] / common)"
    ),
    Mutant("lost squares count", "(gamma < 100 || ways[s] >= 0)", "true"),
    Mutant("the best above a breakpoint", "[a * q + b * p, -b]", "[a * q + b * p, b]"),
    Mutant(
        "the first round is the last",
        "if (better.every((action, s) => action === policy[s])) return",
        "if (true) return",
    ),
    Mutant("ties are not looked at", "(x[0] === y[0] && x[1] > y[1])", "false"),
    Mutant(
        "without the division",
        "(pivot[i] * row[k] - factor * pivot[k]) / last",
        "(pivot[i] * row[k] - factor * pivot[k])",
    ),
    Mutant("a rest is left", "last = pivot[i];", "last = 1n;"),
    Mutant("the advantage over nothing", " - scale * lines(s)[i])", ")"),
    Mutant("not in lowest terms", "return b ? divide(b, a % b) : a;", "return a;"),
]
