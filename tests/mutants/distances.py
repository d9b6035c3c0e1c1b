"""Faults of lib.distances."""

from mutants import Mutant

NORM = "return jnp.linalg.norm(point[None] - points, axis=1)"
SQUARES = "jnp.maximum(squares + jnp.sum(point**2) - 2 * product, 0)"
CENTRED = "points, x = points - mean, x - mean"
NEAREST = "return map_squared_distances(jnp.argmin, points, x)"

MUTANTS = [
    Mutant("the sum of the coordinates' distances", NORM, NORM.replace("axis", "ord=1, axis")),
    Mutant("the largest coordinate's distance", NORM, NORM.replace("axis", "ord=jnp.inf, axis")),
    Mutant("squares for distances", NORM, "return jnp.sum((point[None] - points) ** 2, axis=1)"),
    Mutant("squares without the product", SQUARES, SQUARES.replace("2 * product", "product")),
    Mutant("squares that forget x", SQUARES, SQUARES.replace("jnp.sum(point**2) -", "-")),
    Mutant("squares that forget the points", SQUARES, SQUARES.replace("squares + ", "")),
    Mutant("distances for squares", SQUARES, f"jnp.sqrt({SQUARES})"),
    Mutant("squares below zero", SQUARES, "squares + jnp.sum(point**2) - 2 * product"),
    Mutant("squares around the origin", CENTRED, "pass"),
    Mutant("only the points are moved", CENTRED, "points = points - mean"),
    Mutant("the farthest point", NEAREST, NEAREST.replace("argmin", "argmax")),
    Mutant("points and x exchanged", NEAREST, NEAREST.replace("points, x", "x, points")),
]
