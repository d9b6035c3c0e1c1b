"""Faults of book_ext/explorables/core/games.js."""

from mutants import Mutant

MUTANTS = [
    Mutant(
        "D minimises",
        "phi + rate * (slope(theta, phi)[1] - penalty * phi)",
        "phi - rate * (slope(theta, phi)[1] + penalty * phi)",
    ),
    Mutant(
        "G maximises",
        "theta - rate * slope(theta, alternating",
        "theta + rate * slope(theta, alternating",
    ),
    Mutant("the penalty rewards", "- penalty * phi)", "+ penalty * phi)"),
    Mutant("always in turn", "alternating ? moved : phi", "moved"),
    Mutant("the Dirac game without its D", "[-phi * d, -theta * d]", "[-phi / 2, -theta / 2]"),
    Mutant("the bilinear game's slopes swapped", "=> [phi, theta]", "=> [theta, phi]"),
    Mutant("a step too few", "points.length <= steps", "points.length < steps"),
    Mutant(
        "from the start again", "step(game, points.at(-1), options)", "step(game, start, options)"
    ),
    Mutant("no half in the Dirac game", "Dirac: -rate / 2", "Dirac: -rate"),
    Mutant("alternating like simultaneous", "(alternating ? 0 : a * a)", "a * a"),
    Mutant(
        "the smaller eigenvalue",
        "Math.abs(trace / 2) + Math.sqrt(root)",
        "Math.abs(trace / 2) - Math.sqrt(root)",
    ),
    Mutant(
        "the determinant for its root",
        "root < 0 ? Math.sqrt(determinant)",
        "root < 0 ? determinant",
    ),
]
