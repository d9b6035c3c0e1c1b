"""Faults of lib.maximum_likelihood."""

from mutants import ERRORS, Mutant

LOG_COMPONENT = "return jnp.log(weight) - jnp.sum(jnp.log(jnp.diagonal(factor))) - squares / 2"
MOMENTS = "return mean, (weights[:, None] * centred).T @ centred"

MUTANTS = [
    Mutant(
        "responsibility without the weights",
        LOG_COMPONENT,
        LOG_COMPONENT.replace("jnp.log(weight) - ", "-"),
    ),
    Mutant(
        "responsibility without the determinant",
        LOG_COMPONENT,
        "return jnp.log(weight) - squares / 2",
    ),
    Mutant(
        "the determinant's sign flipped",
        LOG_COMPONENT,
        LOG_COMPONENT.replace("- jnp.sum", "+ jnp.sum"),
    ),
    Mutant("the ½ missing", LOG_COMPONENT, LOG_COMPONENT.replace(" / 2", "")),
    Mutant("the inverse factor transposed", "@ inverse.T) ** 2", "@ inverse) ** 2"),
    Mutant(
        "responsibilities that sum to one over the points",
        "(*mixture), axis=0)",
        "(*mixture), axis=1)",
    ),
    Mutant(
        "old weights kept",
        "weights = jnp.mean(responsibility, axis=1)",
        "weights = mixture.weights",
    ),
    Mutant(
        "old means kept",
        "return Mixture(weights, means, covs + ",
        "return Mixture(weights, mixture.means, covs + ",
    ),
    Mutant(
        "covariance over n − 1",
        MOMENTS,
        MOMENTS.replace("(weights", "len(x) / (len(x) - 1) * (weights"),
    ),
    Mutant("moments around zero", "    centred = x - mean[None]\n", "    centred = x\n"),
    Mutant(
        "weights forgotten in the covariance", MOMENTS, "return mean, centred.T @ centred / len(x)"
    ),
    Mutant(
        "a Gaussian without correlations",
        "return Gaussian(mean, cov)",
        "return Gaussian(mean, jnp.diag(jnp.diagonal(cov)))",
    ),
    Mutant("the same point drawn twice", "replace=False", "replace=True"),
    Mutant("unit covariances at the start", "to(fit_gaussian(x).cov,", "to(jnp.eye(x.shape[1]),"),
    Mutant("one step of EM, however many are asked", "start, length=steps)", "start, length=1)"),
    Mutant("no component accepted", "if not 1 <= components", "if not 0 <= components", ERRORS),
    Mutant(
        "more components than points",
        "<= components <= len(x)",
        "<= components <= len(x) + 1",
        ERRORS,
    ),
    Mutant(
        "as many points as dimensions",
        "if len(x) <= x.shape[1]:",
        "if len(x) < x.shape[1]:",
        ERRORS,
    ),
    Mutant("shrinkage by the weight, not the count", "(len(x) * weights + s", "(weights + s"),
    Mutant("shrinkage not handed on", "x, shrinkage=shrinkage)", "x)"),
    Mutant("shrinkage towards the identity", "(fit_gaussian(x).cov[None] - covs)", "(1 - covs)"),
]
