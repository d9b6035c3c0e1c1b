"""Faults of lib.flow."""

from mutants import Mutant

LOG_PROB = "jnp.zeros_like(z)) - self.log_det(z)"
ANGLE = "return (jnp.arcsinh(z) + skew) / tail"
BEND_DET = "return jnp.sum(log_cosh - jnp.log(tail) - jnp.log1p(z**2) / 2, axis=-1)"
FORWARD = "second = second * jnp.exp(self.log_scale(first)) + self.shift(first)"
INVERSE = "second = (second - self.shift(first)) * jnp.exp(-self.log_scale(first))"
COUPLING_DET = "return jnp.sum(self.log_scale(self._parts(z)[0]), axis=-1)"
LINEAR_DET = "jnp.linalg.slogdet(self.weight)[1]"
TOTAL = "total, z = total + layer.log_det(z), layer.forward(z)"

DRAW = "return self.forward(jax.random.normal(key, (n, self.dimension)))"

MUTANTS = [
    Mutant("log det's sign flipped", LOG_PROB, LOG_PROB.replace(" - ", " + ")),
    Mutant("no determinant", LOG_PROB, LOG_PROB.replace(" - self.log_det(z)", "")),
    Mutant("the determinant at x", LOG_PROB, LOG_PROB.replace("log_det(z)", "log_det(x)")),
    Mutant("the density at z of x", "z = self.inverse(x)\n", "z = x\n"),
    Mutant("the bend's skew subtracted", ANGLE, ANGLE.replace(" + ", " - ")),
    Mutant("the bend's tail multiplied", ANGLE, ANGLE.replace(" / ", " * ")),
    Mutant(
        "the bend undone in the wrong order",
        "return jnp.sinh(tail * jnp.arcsinh(x) - skew)",
        "return jnp.sinh(tail * (jnp.arcsinh(x) - skew))",
    ),
    Mutant(
        "arsinh for sinh", "return jnp.sinh(self._angle(z))", "return jnp.arcsinh(self._angle(z))"
    ),
    Mutant(
        "a coupling that passes nothing unchanged",
        "        second = second * jnp.exp(",
        "        first = second = second * jnp.exp(",
    ),
    Mutant(
        "the first layer left out",
        "for layer in self.layers:\n            z =",
        "for layer in self.layers[1:]:\n            z =",
    ),
    Mutant("the bend's determinant without δ", BEND_DET, BEND_DET.replace(" - jnp.log(tail)", "")),
    Mutant(
        "the bend's determinant without the slope of arsinh",
        BEND_DET,
        BEND_DET.replace(" - jnp.log1p(z**2) / 2", ""),
    ),
    Mutant(
        "the bend's determinant without the ½", BEND_DET, BEND_DET.replace("(z**2) / 2", "(z**2)")
    ),
    Mutant("the bend's determinant averaged", BEND_DET, BEND_DET.replace("jnp.sum", "jnp.mean")),
    Mutant(
        "sinh for cosh",
        "log_cosh = jnp.logaddexp(angle, -angle) - jnp.log(2.0)",
        "log_cosh = jnp.log(jnp.abs(jnp.sinh(angle)))",
    ),
    Mutant(
        "a cosh that overflows",
        "log_cosh = jnp.logaddexp(angle, -angle) - jnp.log(2.0)",
        "log_cosh = jnp.log(jnp.cosh(angle))",
    ),
    Mutant("Wᵀ for W", "x = z @ self.weight.T\n", "x = z @ self.weight\n"),
    Mutant("no bias", "return x + jnp.broadcast_to(self.bias, x.shape)", "return x"),
    Mutant(
        "the bias subtracted after W⁻¹",
        "return (x - jnp.broadcast_to(self.bias, x.shape)) @ jnp.linalg.inv(self.weight).T",
        "return x @ jnp.linalg.inv(self.weight).T - jnp.broadcast_to(self.bias, x.shape)",
    ),
    Mutant("log det of the inverse", LINEAR_DET, "-" + LINEAR_DET),
    Mutant("det in place of log det", LINEAR_DET, "jnp.linalg.det(self.weight)"),
    Mutant("a scale that is not exponentiated", FORWARD, FORWARD.replace("jnp.exp(", "(")),
    Mutant("no shift", FORWARD, FORWARD.replace(" + self.shift(first)", "")),
    Mutant(
        "scale and shift of the part that moves",
        "first, second = self._parts(z)\n",
        "second, first = self._parts(z)\n",
    ),
    Mutant("the shift added again", INVERSE, INVERSE.replace("second - self", "second + self")),
    Mutant("the scale applied again", INVERSE, INVERSE.replace("exp(-", "exp(")),
    Mutant("the coupling's log det negated", COUPLING_DET, COUPLING_DET.replace("jnp.", "-jnp.")),
    Mutant(
        "the coupling's det, not its logarithm",
        COUPLING_DET,
        COUPLING_DET.replace("(self.log_scale(", "(jnp.exp(self.log_scale(").replace(
            "[0])", "[0]))"
        ),
    ),
    Mutant("the coupling's log det averaged", COUPLING_DET, COUPLING_DET.replace("sum", "mean")),
    Mutant("the parts of a coupling split in the middle", "[self.log_scale.in_features]", "2"),
    Mutant("the layers undone in the same order", "reversed(self.layers)", "self.layers"),
    Mutant("every layer's determinant at z", TOTAL, "total = total + layer.log_det(z)"),
    Mutant(
        "every layer's determinant at its output",
        TOTAL,
        "z = layer.forward(z)\n            total = total + layer.log_det(z)",
    ),
    Mutant("the last layer's determinant", TOTAL, TOTAL.replace("total + layer", "layer")),
    Mutant("samples of z", DRAW, "return jax.random.normal(key, (n, self.dimension))"),
    Mutant("samples from the inverse", DRAW, DRAW.replace("forward", "inverse")),
    Mutant("samples of a uniform z", DRAW, DRAW.replace("normal", "uniform")),
    Mutant("a bend of one dimension", "return len(self.skew)", "return 1"),
    Mutant("a linear map of one dimension", "return len(self.bias)", "return 1"),
    Mutant("a coupling as wide as its first part", " + self.log_scale.out_features", ""),
    Mutant(
        "as many dimensions as layers", "return self.layers[0].dimension", "return len(self.layers)"
    ),
]
