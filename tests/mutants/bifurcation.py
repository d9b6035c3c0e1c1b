"""Faults of lib.bifurcation."""

from mutants import Mutant

FOLD = "jnp.prod(jnp.linalg.eigvalsh(hessian))"
CROSSING = "return jnp.append(slopes.reshape(-1), heights[0] - heights[1])"

MUTANTS = [
    Mutant("a vanishing trace", FOLD, FOLD.replace("prod", "sum")),
    Mutant("a determinant of one", FOLD, f"{FOLD} - 1"),
    Mutant("the parameter held fixed", "x, t = unknown[:-1], unknown[-1]\n", "x = unknown[:-1]\n"),
    Mutant(
        "a fold that takes x for t",
        "return Fold(solution.x[:-1], solution.x[-1], solution.residual)",
        "return Fold(solution.x[1:], solution.x[0], solution.residual)",
    ),
    Mutant("heights that add up to zero", CROSSING, CROSSING.replace("[0] - h", "[0] + h")),
    Mutant(
        "one slope for both",
        CROSSING,
        CROSSING.replace("slopes.reshape(-1)", "jnp.tile(slopes[0], 2)"),
    ),
    Mutant(
        "the two minima exchanged",
        "return Crossing(solution.x[:k], solution.x[k:-1], solution.x[-1], solution.residual)",
        "return Crossing(solution.x[k:-1], solution.x[:k], solution.x[-1], solution.residual)",
    ),
    Mutant(
        "a crossing's further arguments forgotten",
        "solution = root(equations, jnp.concatenate([x, y, t[None]]), *args, steps=steps)",
        "solution = root(equations, jnp.concatenate([x, y, t[None]]), steps=steps)",
    ),
    Mutant(
        "a fold's further arguments forgotten",
        "solution = root(equations, jnp.append(x, t), *args, steps=steps)",
        "solution = root(equations, jnp.append(x, t), steps=steps)",
    ),
    Mutant(
        "a crossing with its own number of steps",
        "jnp.concatenate([x, y, t[None]]), *args, steps=steps)",
        "jnp.concatenate([x, y, t[None]]), *args, steps=30)",
    ),
    Mutant(
        "a fold with its own number of steps",
        "jnp.append(x, t), *args, steps=steps)",
        "jnp.append(x, t), *args, steps=30)",
    ),
    Mutant(
        "half of the gradient",
        "        value = jax.grad(f)(x, *args)\n",
        "        value = jax.grad(f)(x, *args) / 2\n",
    ),
]
