"""Faults of lib.distributions."""

from mutants import ERRORS, Mutant

NORMAL = "return -jnp.sum(LOG_2PI + log_var + squares, axis=-1) / 2"
BERNOULLI = "return jnp.sum(x * jnp.asarray(logits) - jax.nn.softplus(logits), axis=-1)"
GAUSSIAN = "return -(len(chol) * LOG_2PI + log_det + squares) / 2"
DRAW = "return jax.random.multivariate_normal(key, self.mean, self.cov, (n,))"
MIXTURE = "return logsumexp(log_probs, axis=-1, b=weights)"
COMPONENT = "k = jax.random.choice(key_component, len(weights), (n,), p=weights)"

MUTANTS = [
    Mutant(
        "normal density without its constant",
        NORMAL,
        "return -jnp.sum(log_var + squares, axis=-1) / 2",
    ),
    Mutant(
        "normal density without the ½",
        NORMAL,
        "return -jnp.sum(LOG_2PI + log_var + squares, axis=-1)",
    ),
    Mutant(
        "normal density with the sign of the log-variance flipped",
        NORMAL,
        "return -jnp.sum(LOG_2PI - log_var + squares, axis=-1) / 2",
    ),
    Mutant(
        "normal density averaged over the dimensions",
        NORMAL,
        "return -jnp.mean(LOG_2PI + log_var + squares, axis=-1) / 2",
    ),
    Mutant(
        "log-variance used as variance",
        "* jnp.exp(jnp.negative(log_var))",
        "/ jnp.asarray(log_var)",
    ),
    Mutant(
        "log-variance used as log of the standard deviation",
        "* jnp.exp(jnp.negative(log_var))",
        "* jnp.exp(jnp.multiply(-2, log_var))",
    ),
    Mutant(
        "logits used as probabilities",
        BERNOULLI,
        "return jnp.sum(x * jnp.log(logits) + (1 - x) * jnp.log(1 - logits), axis=-1)",
    ),
    Mutant("softplus with its sign flipped", BERNOULLI, BERNOULLI.replace(" - ", " + ")),
    Mutant("mean over the pixels instead of the sum", BERNOULLI, BERNOULLI.replace("sum", "mean")),
    Mutant(
        "the black pixels forgotten",
        BERNOULLI,
        "return jnp.sum(x * jax.nn.log_sigmoid(jnp.asarray(logits)), axis=-1)",
    ),
    Mutant(
        "logarithm of a saturated sigmoid",
        BERNOULLI,
        "s = jax.nn.sigmoid(logits)\n"
        "    return jnp.sum(x * jnp.log(s) + (1 - x) * jnp.log(1 - s), axis=-1)",
    ),
    Mutant("upper triangle of a lower Cholesky factor", "lower=True", "lower=False"),
    Mutant(
        "covariance used as its Cholesky factor",
        "chol = jnp.linalg.cholesky(cov)",
        "chol = cov",
    ),
    Mutant(
        "log-determinant of the factor, not of Σ", "log_det = 2 * jnp.sum(", "log_det = jnp.sum("
    ),
    Mutant("one log 2π for all dimensions", GAUSSIAN, GAUSSIAN.replace("len(chol) * ", "")),
    Mutant(
        "draws scaled by Σ instead of its root",
        DRAW,
        "return self.mean[None] + jax.random.normal(key, (n, len(self.mean))) @ self.cov",
    ),
    Mutant(
        "draws by Lᵀε instead of Lε",
        DRAW,
        "return self.mean[None] + jax.random.normal(\n"
        "            key, (n, len(self.mean))\n"
        "        ) @ jnp.linalg.cholesky(self.cov)",
    ),
    Mutant("draws around the origin", DRAW, DRAW.replace("self.mean", "0 * self.mean")),
    Mutant(
        "the mixture's weights ignored by its density",
        MIXTURE,
        "return logsumexp(log_probs, axis=-1) - jnp.log(weights.shape[-1])",
    ),
    Mutant(
        "the mean of the logarithms for the logarithm of the mean",
        MIXTURE,
        "return jnp.sum(weights * log_probs, axis=-1)",
    ),
    Mutant(
        "mixture density that underflows far from every mode",
        MIXTURE,
        "return jnp.log(jnp.sum(weights * jnp.exp(log_probs), axis=-1))",
    ),
    Mutant(
        "the mixture's weights ignored by its draws",
        COMPONENT,
        COMPONENT.replace(", p=weights", ""),
    ),
    Mutant(
        "one component for the whole sample",
        COMPONENT,
        "k = jnp.full(n, jax.random.choice(key_component, len(weights), p=weights))",
    ),
    Mutant("mixture draws by Lᵀε instead of Lε", '"nij,nj->ni"', '"nji,nj->ni"'),
    Mutant(
        "ring whose last mode lies on its first",
        "jnp.arange(modes) / modes",
        "jnp.arange(modes) / (modes - 1)",
    ),
    Mutant("ring of radius 1 whatever is asked", "_round(radius * jnp.stack", "_round(jnp.stack"),
    Mutant("standard deviation used as variance", "std**2 * jnp.eye(d)", "std * jnp.eye(d)"),
    Mutant("grid off its centre", "(side - 1) / 2", "side / 2"),
    Mutant("grid of spacing 1 whatever is asked", "ticks = spacing * (", "ticks = ("),
    Mutant(
        "grid with the diagonal only",
        "jnp.stack(jnp.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)",
        "jnp.stack([ticks, ticks], axis=-1)",
    ),
    Mutant("moons that are full circles", "angle = jnp.pi *", "angle = 2 * jnp.pi *"),
    Mutant("moons that do not interleave", "0.5 - jnp.sin(angle)", "-jnp.sin(angle)"),
    Mutant(
        "moons of which the key draws one half only",
        "key_side, key_angle, key_noise = jax.random.split(key, 3)",
        "key_side = key_angle = key_noise = key",
    ),
    Mutant(
        "a density of moons that do not interleave",
        "jnp.array([[1.0, 0.5]]) - upper",
        "jnp.array([[1.0, 0.0]]) - upper",
    ),
    Mutant("a density of full circles", "+ 0.5) * jnp.pi", "+ 0.5) * 2 * jnp.pi"),
    Mutant(
        "a density of noise twice as narrow", "-squares / (2 * noise**2)", "-squares / noise**2"
    ),
    Mutant("the noise of one coordinate", "2 * jnp.pi * noise**2)", "2 * jnp.pi * noise)"),
    Mutant("noise used as its variance", "+ noise * jax", "+ noise**0.5 * jax"),
    Mutant(
        "pixels outside [0, 1] accepted", "(np.asarray(x) <= 1)", "(np.asarray(x) <= 255)", ERRORS
    ),
]
