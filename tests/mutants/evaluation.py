"""Faults of lib.evaluation."""

from mutants import ERRORS, Mutant

MEANS = "jnp.sum((x.mean(axis=0) - y.mean(axis=0)) ** 2)"
FRECHET = f"return {MEANS} + jnp.sum(apart**2)"
APART = "apart = root_x - left @ right @ root_y"
ENERGY = (
    "return 2 * total(x, y) / (n * m) - total(x, x) / (n * (n - 1)) - total(y, y) / (m * (m - 1))"
)
AS_FAR = "as_far = distances(point, real) >= distances(point, generated).min()"
COVERED = "return jnp.sum(as_far) >= len(real) - neighbours"
HITS = "jnp.any(distances(point, centres) <= radii)"
BLUR = "total = jnp.sum(beside**2, axis=(1, 2)) + jnp.sum(below**2, axis=(1, 2))"
MOMENTS = "return mean, centred.T @ centred / len(x)"

MUTANTS = [
    Mutant("Fréchet distance without the means", FRECHET, "return jnp.sum(apart**2)"),
    Mutant(
        "Fréchet distance with the means' distance unsquared",
        FRECHET,
        FRECHET.replace(MEANS, "jnp.linalg.norm(x.mean(axis=0) - y.mean(axis=0))"),
    ),
    Mutant("Fréchet distance of roots as they are", APART, "apart = root_x - root_y"),
    Mutant("the rotation turned round", APART, APART.replace("left @ right", "(left @ right).T")),
    Mutant(
        "the distance of the roots unsquared",
        FRECHET,
        FRECHET.replace("apart**2", "jnp.abs(apart)"),
    ),
    Mutant("roots of the moments around zero", "(x - x.mean(axis=0)[None]) / n**0.5", "x / n**0.5"),
    Mutant("roots over n − 1", "/ n**0.5, mode", "/ (n - 1) ** 0.5, mode"),
    Mutant("covariance over n − 1", MOMENTS, MOMENTS.replace("len(x)", "(len(x) - 1)")),
    Mutant("moments around zero", "    centred = x - mean[None]\n", "    centred = x\n"),
    Mutant("a point as its own first neighbour", COVERED, f"{COVERED} + 1"),
    Mutant("one neighbour too many", COVERED, f"{COVERED} - 1"),
    Mutant("balls around the generated points", AS_FAR, AS_FAR.replace("real", "generated")),
    Mutant("balls that must be hit by all", AS_FAR, AS_FAR.replace(".min()", ".max()")),
    Mutant("balls without their edge", AS_FAR, AS_FAR.replace(">=", ">")),
    Mutant(
        "NaN close to everything",
        AS_FAR,
        AS_FAR.replace("= d", "= ~(d", 1).replace(">=", "<") + ")",
    ),
    Mutant("balls that must be missed", COVERED, COVERED.replace(">=", "<")),
    Mutant("a ball to one neighbour too far", "fori_loop(0, neigh", "fori_loop(-1, neigh"),
    Mutant("a ball to one neighbour too few", "fori_loop(0, neigh", "fori_loop(1, neigh"),
    Mutant("the farthest left out", "radii.at[jnp.argmin(", "radii.at[jnp.argmax("),
    Mutant(
        "precision instead of coverage",
        "return jnp.mean(jax.lax.map(covered, real))",
        "return jnp.mean(jax.lax.map(covered, generated))",
    ),
    Mutant(
        "precision and recall exchanged",
        "PrecisionRecall(inside(generated, real), inside(real, generated))",
        "PrecisionRecall(inside(real, generated), inside(generated, real))",
    ),
    Mutant(
        "balls of the other kind's radii",
        "partial(_radius, points=centres,",
        "partial(_radius, points=points,",
    ),
    Mutant("a point that must lie in all balls", HITS, HITS.replace("any", "all")),
    Mutant("a point outside of the balls", HITS, HITS.replace("<=", ">")),
    Mutant("sharpness along rows alone", BLUR, BLUR.split(" + ")[0]),
    Mutant("sharpness along columns alone", BLUR, "total = " + BLUR.split(" + ")[1]),
    Mutant(
        "sharpness by slopes, not by their squares",
        BLUR,
        BLUR.replace("beside**2", "jnp.abs(beside)"),
    ),
    Mutant(
        "sharpness that depends on the contrast",
        "return total / jnp.sum(images**2, axis=(1, 2))",
        "return total",
    ),
    Mutant("energy distance with one cross term", ENERGY, ENERGY.replace("2 * total", "total")),
    Mutant("energy distance with the zeros", ENERGY, ENERGY.replace("(n * (n - 1))", "(n * n)")),
    Mutant("energy distance with the zeros of the second", ENERGY, ENERGY.replace("(m - 1)", "m")),
    Mutant("energy distance with its sign flipped", ENERGY, ENERGY.replace(" - total", " + total")),
    Mutant(
        "whitening that does not centre",
        "return solve_triangular(factor, (x - mean[None]).T, lower=True).T",
        "return solve_triangular(factor, x.T, lower=True).T",
    ),
    Mutant(
        "whitening with the covariance", "factor = jnp.linalg.cholesky(cov)\n", "factor = cov\n"
    ),
    Mutant(
        "a probe without its bias",
        "return x @ self.weight + self.bias[None]",
        "return x @ self.weight",
    ),
    Mutant("the least likely class", "jnp.argmax(self.logits(x)", "jnp.argmin(self.logits(x)"),
    Mutant("the share of errors", "axis=1) == labels)", "axis=1) != labels)"),
    Mutant("a probe that climbs the loss", "return jnp.mean(losses)", "return -jnp.mean(losses)"),
    Mutant(
        "a probe that stays where it starts",
        "probe = train(step, start, key, data, steps=steps, batch_size=None)[0].model",
        "probe = zero",
    ),
    Mutant("a probe of the points as they are", "(whiten(x), labels)", "(x, labels)"),
    Mutant("weights of the whitened points", "lower=True, trans=1)", "lower=True)"),
    Mutant(
        "a bias of the whitened points",
        "return LinearProbe(weight, probe.bias - mean @ weight)",
        "return LinearProbe(weight, probe.bias)",
    ),
    Mutant(
        "no neighbour accepted",
        """    if neighbours < 1:
        raise ValueError(f"neighbours must be at least 1, got {neighbours}")
    _rows(neighbours + 1, real=real)
""",
        """    if neighbours < 0:
        raise ValueError(f"neighbours must be at least 1, got {neighbours}")
    _rows(neighbours + 1, real=real)
""",
        ERRORS,
    ),
    Mutant(
        "no neighbour accepted by precision and recall",
        """    if neighbours < 1:
        raise ValueError(f"neighbours must be at least 1, got {neighbours}")
    _rows(neighbours + 1, real=real, generated=generated)
""",
        """    if neighbours < 0:
        raise ValueError(f"neighbours must be at least 1, got {neighbours}")
    _rows(neighbours + 1, real=real, generated=generated)
""",
        ERRORS,
    ),
    Mutant(
        "fewer draws than neighbours",
        "_rows(neighbours + 1, real=real, generated=generated)",
        "_rows(neighbours + 1, real=real)",
        ERRORS,
    ),
    Mutant(
        "as many neighbours as points",
        "_rows(neighbours + 1, real=real)\n",
        "_rows(neighbours, real=real)\n",
        ERRORS,
    ),
    Mutant("a covariance of one point", "if len(x) < least:", "if len(x) < least - 1:", ERRORS),
]
