"""Faults of lib.newton."""

from mutants import ERRORS, Mutant

STEP = "step = -vectors @ ((vectors.T @ gradient) / scale)"
TAKEN = "lower = candidates[jnp.argmax(heights <= heights[-1] + rounding)]"
REPORT = "Minimum(x, heights[-1], jnp.linalg.norm(gradient), values[0])"
BETTER = "better = x + step * jnp.minimum(1, 0.3 / jnp.linalg.norm(step))"

MUTANTS = [
    Mutant(
        "plain Newton, which climbs to saddles",
        "jnp.maximum(jnp.abs(values), jnp.finfo(x.dtype).eps)",
        "jnp.where(values == 0, jnp.finfo(x.dtype).eps, values)",
    ),
    Mutant(
        "division by a zero eigenvalue",
        "jnp.maximum(jnp.abs(values), jnp.finfo(x.dtype).eps)",
        "jnp.abs(values)",
    ),
    Mutant("ascent", STEP, STEP.replace("= -vectors", "= vectors")),
    Mutant("the gradient without the Hessian", STEP, STEP.replace(" / scale", "")),
    Mutant("eigenvectors the wrong way round", STEP, STEP.replace("vectors.T @", "vectors @")),
    Mutant("steps of any length", "jnp.minimum(1, 0.5 / jnp.linalg.norm(step))", "1"),
    Mutant(
        "steps that are always ½ long",
        "jnp.minimum(1, 0.5 / jnp.linalg.norm(step))",
        "0.5 / jnp.linalg.norm(step)",
    ),
    Mutant("whole steps always", TAKEN, "lower = candidates[0]"),
    Mutant("the smallest share first", TAKEN, "lower = candidates[-2]"),
    Mutant("the highest candidate", TAKEN, "lower = candidates[jnp.argmax(heights)]"),
    Mutant(
        "no bounds",
        "candidates = jnp.clip(x[None] + jnp.outer(jnp.array(LENGTHS, x.dtype), step), low, high)",
        "candidates = x[None] + jnp.outer(jnp.array(LENGTHS, x.dtype), step)",
    ),
    Mutant(
        "the squared slope",
        REPORT,
        REPORT.replace("jnp.linalg.norm(gradient)", "gradient @ gradient"),
    ),
    Mutant("the largest curvature", REPORT, REPORT.replace("values[0]", "values[-1]")),
    Mutant("curvature without its sign", REPORT, REPORT.replace("values[0]", "jnp.abs(values[0])")),
    Mutant("the value after a step", REPORT, REPORT.replace("heights[-1]", "heights[0]")),
    Mutant(
        "one step too few",
        "_, path = jax.lax.scan(descend, start, length=steps + 1)",
        "_, path = jax.lax.scan(descend, start, length=max(steps, 1))",
    ),
    Mutant(
        "one step of the root too few",
        "_, path = jax.lax.scan(correct, start, length=steps + 1)",
        "_, path = jax.lax.scan(correct, start, length=max(steps, 1))",
    ),
    Mutant(
        "the Jacobian transposed",
        "step = -jnp.linalg.solve(jacobian, value)",
        "step = -jnp.linalg.solve(jacobian.T, value)",
    ),
    Mutant(
        "away from the root",
        "step = -jnp.linalg.solve(jacobian, value)",
        "step = jnp.linalg.solve(jacobian, value)",
    ),
    Mutant("the root's steps of any length", BETTER, "better = x + step"),
    Mutant("the root's steps up to 1", BETTER, BETTER.replace("0.3", "1.0")),
    Mutant(
        "the mean residual", "Root(x, jnp.max(jnp.abs(value)))", "Root(x, jnp.mean(jnp.abs(value)))"
    ),
    Mutant("the signed residual", "Root(x, jnp.max(jnp.abs(value)))", "Root(x, jnp.max(value))"),
    Mutant(
        "a matrix to start from", "    if start.ndim != 1:\n", "    if start.ndim == 0:\n", ERRORS
    ),
]
