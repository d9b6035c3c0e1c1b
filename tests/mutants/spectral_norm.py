"""Faults of lib.spectral_norm."""

from mutants import ERRORS, Mutant

NORM = "return jax.lax.stop_gradient(_unit(fixed @ v)) @ (weight @ v)"
BETTER = "return _unit(fixed.T @ _unit(fixed @ v))"

MUTANTS = [
    Mutant("the Frobenius norm", NORM, "return jnp.linalg.norm(weight)"),
    Mutant("the square of the norm", NORM, NORM + " ** 2"),
    Mutant("no gradient", NORM, NORM.replace("(weight @ v)", "(fixed @ v)")),
    Mutant("one multiplication an iteration", BETTER, "return v"),
    Mutant("one iteration whatever is asked for", "(0, iterations, better", "(0, 1, better"),
    Mutant("no iteration accepted", "if iterations < 1:", "if iterations < 0:", ERRORS),
    Mutant("weights multiplied by the norm", "layer(x / jnp.where", "layer(x * jnp.where"),
    Mutant("the last layer left out", "self.slope * _normalised(last, x)", "self.slope * last(x)"),
    Mutant(
        "the hidden layers left out",
        "self.activation(_normalised(layer, x))",
        "self.activation(layer(x))",
    ),
    Mutant(
        "no activation", "x = self.activation(_normalised(layer, x))", "x = _normalised(layer, x)"
    ),
    Mutant("the slope forgotten", "return self.slope * _normalised", "return _normalised"),
    Mutant("zeros divided by zero", "jnp.where(norm > 0, norm, 1)", "norm"),
    Mutant("squares that overflow", "v = v / jnp.where(largest > 0, largest, 1)", "v = v * 1.0"),
    Mutant("a slope of 1 for all", "self.slope = slope", "self.slope = 1.0"),
]
