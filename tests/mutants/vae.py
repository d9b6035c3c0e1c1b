"""Faults of lib.vae."""

from mutants import ERRORS, Mutant

DRAW = "return mean + jnp.exp(log_var / 2) * jax.random.normal(key, mean.shape, mean.dtype)"
ESTIMATOR_A = "weights = log_weights_at(model, key, x, mean, log_var, samples=samples)"
ESTIMATOR_B = "return reconstruction - kl_standard_normal(mean, log_var)"
WEIGHT = "return model.log_likelihood(x, z) + log_prior - normal_log_prob(z, mean, log_var)"
IWAE = "return log_mean_exp(log_weights(model, key, x, samples=samples))"

MUTANTS = [
    Mutant(
        "one key for encoder and decoder",
        "key_encoder, key_decoder = jax.random.split(key)",
        "key_encoder = key_decoder = key",
    ),
    Mutant(
        "mean and log-variance swapped", "mean, log_var = jnp.split(", "log_var, mean = jnp.split("
    ),
    Mutant(
        "the encoder's log-variance made a variance",
        "return mean, log_var\n",
        "return mean, jax.nn.softplus(log_var)\n",
    ),
    Mutant(
        "probabilities from a decoder of logits",
        "return self.decoder(z)",
        "return jax.nn.sigmoid(self.decoder(z))",
    ),
    Mutant(
        "mean over the pixels instead of the sum",
        "return bernoulli_log_prob(x, self.decode(z))",
        "return bernoulli_log_prob(x, self.decode(z)) / x.shape[-1]",
    ),
    Mutant(
        "log-variance used as log of the standard deviation",
        DRAW,
        DRAW.replace("log_var / 2", "log_var"),
    ),
    Mutant(
        "log-variance used as standard deviation",
        DRAW,
        DRAW.replace("jnp.exp(log_var / 2)", "log_var"),
    ),
    Mutant("the mean instead of a draw", DRAW, "return mean + 0 * jnp.exp(log_var / 2)"),
    Mutant(
        "noise reused for all images",
        DRAW,
        "noise = jax.random.normal(key, mean.shape[-1:], mean.dtype)\n"
        "    return mean + jnp.exp(log_var / 2) * jnp.broadcast_to(noise, mean.shape)",
    ),
    Mutant(
        "noise reused for all latents",
        DRAW,
        "noise = jax.random.normal(key, (*mean.shape[:-1], 1), mean.dtype)\n"
        "    return mean + jnp.exp(log_var / 2) * jnp.broadcast_to(noise, mean.shape)",
    ),
    Mutant(
        "noise reused for all samples",
        "keys = jax.random.split(key, samples)",
        "keys = jnp.broadcast_to(key, (samples,))",
    ),
    Mutant(
        "stop-gradient on the draw",
        DRAW,
        DRAW.replace("return ", "return jax.lax.stop_gradient(") + ")",
    ),
    Mutant(
        "stop-gradient on the scale",
        DRAW,
        DRAW.replace("log_var / 2", "jax.lax.stop_gradient(log_var) / 2"),
    ),
    Mutant(
        "stop-gradient on the KL",
        ESTIMATOR_B,
        "return reconstruction - jax.lax.stop_gradient(kl_standard_normal(mean, log_var))",
    ),
    Mutant(
        "stop-gradient on the draws of the weights",
        "return jax.vmap(log_weight)(_draw(key, mean, log_var, samples))",
        "return jax.vmap(log_weight)(jax.lax.stop_gradient(_draw(key, mean, log_var, samples)))",
    ),
    Mutant("ELBO with the sign of the KL flipped", ESTIMATOR_B, ESTIMATOR_B.replace(" - ", " + ")),
    Mutant("ELBO without the KL", ESTIMATOR_B, "return reconstruction"),
    Mutant("ELBO with a tenth of the KL", ESTIMATOR_B, ESTIMATOR_B.replace(" - ", " - 0.1 * ")),
    Mutant(
        "estimator B with the KL by Monte Carlo",
        ESTIMATOR_B,
        ESTIMATOR_A.replace("weights =", "return") + ".mean(axis=0)",
    ),
    Mutant(
        "estimator A with the KL in closed form",
        ESTIMATOR_A,
        "weights = jax.vmap(model.log_likelihood, (None, 0))\n"
        "        weights = weights(x, _draw(key, mean, log_var, samples))\n"
        "        weights = weights - kl_standard_normal(mean, log_var)[None]",
    ),
    Mutant(
        "estimator A that sums over its samples",
        "return jnp.mean(weights, axis=0)",
        "return jnp.sum(weights, axis=0)",
    ),
    Mutant(
        "estimator B that sums over its samples",
        "reconstruction = jnp.mean(",
        "reconstruction = jnp.sum(",
    ),
    Mutant(
        "estimator B of one sample, however many are asked",
        "z = _draw(key, mean, log_var, samples)\n",
        "z = _draw(key, mean, log_var, 1)\n",
    ),
    Mutant(
        "ELBO of the encoder's q, whichever is given",
        ESTIMATOR_A,
        ESTIMATOR_A.replace("mean, log_var", "*model.encode(x)"),
    ),
    Mutant(
        "ELBO by estimator B, whichever is asked",
        "return elbo_at(model, key, x, mean, log_var, estimator=estimator, samples=samples)",
        "return elbo_at(model, key, x, mean, log_var, samples=samples)",
    ),
    Mutant("another estimator taken for B", '    if estimator == "B":\n', "    if True:\n", ERRORS),
    Mutant(
        "weights at a mean and a log-variance swapped",
        "x, *model.encode(x), samples=samples)",
        "x, *model.encode(x)[::-1], samples=samples)",
    ),
    Mutant("weights without the prior", WEIGHT, WEIGHT.replace(" + log_prior", "")),
    Mutant("weights without q", WEIGHT, WEIGHT.replace(" - normal_log_prob(z, mean, log_var)", "")),
    Mutant("weights multiplied by q", WEIGHT, WEIGHT.replace(" - ", " + ")),
    Mutant(
        "IWAE with the mean of the logarithms",
        IWAE,
        "return jnp.mean(log_weights(model, key, x, samples=samples), axis=0)",
    ),
    Mutant(
        "refinement that lowers the ELBO",
        "return -jnp.sum(elbo_at(model, key, x, *q))",
        "return jnp.sum(elbo_at(model, key, x, *q))",
    ),
    Mutant(
        "refinement that returns the encoder's q",
        "return jax.lax.scan(ascend, start, jax.random.split(key, steps))[0].model",
        "return start.model",
    ),
    Mutant(
        "pixels drawn by their logits",
        "jax.random.bernoulli(key_x, jax.nn.sigmoid(self.decode(z)))",
        "jax.random.bernoulli(key_x, jnp.clip(self.decode(z), 0, 1))",
    ),
    Mutant(
        "intensities for drawn pixels",
        "return jax.random.bernoulli(key_x, jax.nn.sigmoid(self.decode(z))).astype(z.dtype)",
        "return jax.nn.sigmoid(self.decode(z))",
    ),
    Mutant(
        "means for draws of x",
        "return reparameterize(key_x, *self.decode(z))",
        "return self.decode(z)[0]",
    ),
    Mutant(
        "refinement on one draw of noise",
        "start, jax.random.split(key, steps))",
        "start, jnp.broadcast_to(key, (steps,)))",
    ),
    Mutant(
        "refinement whose learning rate does not fall",
        "optax.adam(optax.cosine_decay_schedule(learning_rate, steps))",
        "optax.adam(learning_rate)",
    ),
    Mutant(
        "log σ for log σ² in the Gaussian decoder",
        "return mean, jnp.broadcast_to(self.log_var, mean.shape)",
        "return mean, jnp.broadcast_to(2 * self.log_var, mean.shape)",
    ),
    Mutant(
        "a Gaussian decoder whose variance is not learned",
        "return mean, jnp.broadcast_to(self.log_var, mean.shape)",
        "log_var = jax.lax.stop_gradient(self.log_var)\n"
        "        return mean, jnp.broadcast_to(log_var, mean.shape)",
    ),
    Mutant(
        "the Gaussian decoder's mean, bounded like a pixel",
        "mean = self.decoder(z)\n",
        "mean = jax.nn.sigmoid(self.decoder(z))\n",
    ),
    Mutant(
        "Gaussian likelihood averaged over the coordinates",
        "return normal_log_prob(x, *self.decode(z))",
        "return normal_log_prob(x, *self.decode(z)) / x.shape[-1]",
    ),
    Mutant("no sample accepted", "if samples < 1:", "if samples < 0:", ERRORS),
]
