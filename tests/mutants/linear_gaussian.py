"""Faults of lib.linear_gaussian."""

from mutants import ERRORS, Mutant

COVARIANCE = "return self.weight @ self.weight.T + jnp.exp(self.log_var) * jnp.eye(len(self.mean))"
POSTERIOR = "return (x - self.mean[None]) @ self.weight @ inverse, var * inverse"
SAMPLE = "return z @ self.weight.T + self.mean[None] + jnp.exp(self.log_var / 2) * noise"
KL = "return (jnp.trace(cov) + jnp.sum(mean**2, axis=-1) - mean.shape[-1] - log_det) / 2"
M_STEP = "return LinearGaussian(weight, model.mean, jnp.log(residual / (n * dimension)))"

MUTANTS = [
    Mutant(
        "covariance of x without the noise",
        COVARIANCE,
        COVARIANCE.replace("jnp.exp(self.log_var)", "1e-6"),
    ),
    Mutant(
        "log-variance used as variance",
        COVARIANCE,
        COVARIANCE.replace("jnp.exp(self.log_var)", "self.log_var"),
    ),
    Mutant(
        "density around the origin",
        "return Gaussian(self.mean, ",
        "return Gaussian(0 * self.mean, ",
    ),
    Mutant("posterior covariance without σ²", POSTERIOR, POSTERIOR.replace("var * ", "")),
    Mutant(
        "posterior mean with σ²", POSTERIOR, POSTERIOR.replace("@ inverse", "@ (var * inverse)")
    ),
    Mutant(
        "posterior mean of x not centred", POSTERIOR, POSTERIOR.replace(" - self.mean[None]", "")
    ),
    Mutant("M with I instead of σ²I", "+ var * jnp.eye(", "+ jnp.eye("),
    Mutant("M without σ²I", "self.weight.T @ self.weight + var", "self.weight.T @ self.weight + 0"),
    Mutant(
        "M with W Wᵀ",
        "self.weight.T @ self.weight + var * jnp.eye(latents(self))",
        "(self.weight @ self.weight.T)[: latents(self), : latents(self)]"
        " + var * jnp.eye(latents(self))",
    ),
    Mutant(
        "noise scaled by σ² instead of σ",
        SAMPLE,
        SAMPLE.replace("self.log_var / 2", "self.log_var"),
    ),
    Mutant("draws around the origin", SAMPLE, SAMPLE.replace(" + self.mean[None]", "")),
    Mutant("draws without noise", SAMPLE, SAMPLE.replace("* noise", "* 0 * noise")),
    Mutant(
        "one latent for the whole sample",
        "z = jax.random.normal(key_z, (n, latents(self)))",
        "z = jnp.tile(jax.random.normal(key_z, (1, latents(self))), (n, 1))",
    ),
    Mutant(
        "encoder without its bias",
        "        mean = mean + jnp.broadcast_to(self.bias, mean.shape)\n",
        "",
    ),
    Mutant(
        "decoder without μ",
        "        mean = mean + jnp.broadcast_to(self.model.mean, mean.shape)\n",
        "",
    ),
    Mutant(
        "σ² where log σ² is asked for",
        "jnp.broadcast_to(self.model.log_var, mean.shape)",
        "jnp.broadcast_to(jnp.exp(self.model.log_var), mean.shape)",
    ),
    Mutant(
        "the encoder's standard deviations used as variances",
        "jnp.diag(jnp.exp(self.log_var))",
        "jnp.diag(jnp.exp(self.log_var / 2))",
    ),
    Mutant(
        "exact ELBO at the mean of q only",
        "(jnp.sum(residual**2, axis=-1) + spread)",
        "jnp.sum(residual**2, axis=-1)",
    ),
    Mutant(
        "exact ELBO with one constant for all pixels",
        "-(x.shape[-1] * (LOG_2PI + model.log_var) + squares) / 2",
        "-(LOG_2PI + model.log_var + squares) / 2",
    ),
    Mutant(
        "exact ELBO without μ",
        "residual = x - model.mean[None] - mean @ model.weight.T",
        "residual = x - mean @ model.weight.T",
    ),
    Mutant(
        "exact ELBO with the sign of the KL flipped",
        "return reconstruction - kl_to_prior(mean, cov)",
        "return reconstruction + kl_to_prior(mean, cov)",
    ),
    Mutant("KL to the prior without −d", KL, KL.replace(" - mean.shape[-1]", "")),
    Mutant("KL to the prior without the ½", KL, KL.removesuffix(" / 2")),
    Mutant("KL to the prior without the trace", KL, KL.replace("jnp.trace(cov) + ", "")),
    Mutant("KL to the prior with log det's sign flipped", KL, KL.replace("- log_det", "+ log_det")),
    Mutant(
        "KL to the prior of the marginals",
        "_, log_det = jnp.linalg.slogdet(cov)",
        "log_det = jnp.sum(jnp.log(jnp.diagonal(cov)))",
    ),
    Mutant(
        "EM with the means of z only",
        "second_moment = n * cov + z.T @ z",
        "second_moment = z.T @ z",
    ),
    Mutant(
        "EM with one posterior covariance for n points",
        "second_moment = n * cov + z.T @ z",
        "second_moment = cov + z.T @ z",
    ),
    Mutant(
        "EM with σ² from the residuals only", " + n * jnp.trace(weight @ cov @ weight.T)\n", "\n"
    ),
    Mutant("EM with σ² from the old W", "centred - z @ weight.T", "centred - z @ model.weight.T"),
    Mutant("EM with σ² of all pixels together", M_STEP, M_STEP.replace("(n * dimension)", "n")),
    Mutant(
        "EM with σ² over D − d",
        M_STEP,
        M_STEP.replace("dimension)", "(dimension - latents(model)))"),
    ),
    Mutant(
        "EM that keeps the first μ", "    model = model._replace(mean=jnp.mean(x, axis=0))\n", ""
    ),
    Mutant(
        "EM that reports the likelihood after the step",
        "jnp.mean(model.log_prob(x))",
        "jnp.mean(em_step(model, x).log_prob(x))",
    ),
    Mutant("the smallest directions kept", "vectors[:, -latents:]", "vectors[:, :latents]"),
    Mutant("σ² not subtracted", "eigenvalues[-latents:] - var", "eigenvalues[-latents:]"),
    Mutant("columns scaled by variances", "scale = jnp.sqrt(", "scale = ("),
    Mutant("σ² from all eigenvalues", "jnp.mean(eigenvalues[:-latents])", "jnp.mean(eigenvalues)"),
    Mutant("σ² from the smallest eigenvalue", "jnp.mean(eigenvalues[:-latents])", "eigenvalues[0]"),
    Mutant("covariance over n − 1", "centred.T @ centred / n", "centred.T @ centred / (n - 1)"),
    Mutant(
        "principal components of data not centred", "centred = x - mean[None]\n", "centred = x\n"
    ),
    Mutant("data in too few directions accepted", "not var > 0:", "not var >= 0:", ERRORS),
    Mutant("pixels counted as latents", "model.weight.shape[1]", "model.weight.shape[0]"),
    Mutant("columns by rising variance", "weight[:, ::-1]", "weight"),
    Mutant("log σ in place of log σ²", "mean, jnp.log(var))", "mean, jnp.log(var) / 2)"),
    Mutant(
        "D latents accepted",
        "if not 0 < latents < dimension",
        "if not 0 < latents <= dimension",
        ERRORS,
    ),
]
