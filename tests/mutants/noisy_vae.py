"""Faults of lib.noisy_vae."""

from mutants import Mutant

MEAN = "mean = 2 * self.generator.images(z) - 1"
LOG_VAR = "log_var = 2 * jnp.log(jax.lax.stop_gradient(self.noise))"
NOISY = "noisy = x + vae.noise * jax.random.normal(key_noise, x.shape)"
BETA = "batch = scaled(images), jnp.minimum(1, run.steps / warm_up)"
AVERAGE = "average = optax.incremental_update(state.model.generator, run.average, 1 - decay)"
SIZES = "(len(mean), hidden, hidden, 2 * latents)"

MUTANTS = [
    Mutant("images in [0, 1]", MEAN, "mean = self.generator.images(z)"),
    Mutant("noise of variance σ", LOG_VAR, LOG_VAR.replace("2 * ", "")),
    Mutant("unit noise", LOG_VAR, "log_var = jnp.zeros(())"),
    Mutant("a noise that is learned", LOG_VAR, "log_var = 2 * jnp.log(self.noise)"),
    Mutant("clear images", NOISY, "noisy, _ = x, key_noise"),
    Mutant("other noise on the images", NOISY, NOISY.replace("vae.noise *", "2 * vae.noise *")),
    Mutant(
        "one key for both",
        "key_noise, key_z = jax.random.split(key)",
        "key_noise, key_z = key, key",
    ),
    Mutant("mean and variance exchanged", "mean, log_var = jnp.split", "log_var, mean = jnp.split"),
    Mutant("no warm-up", BETA, BETA.replace("jnp.minimum(1, run.steps / warm_up)", "1.0")),
    Mutant(
        "a warm-up without end",
        BETA,
        BETA.replace("jnp.minimum(1, run.steps / warm_up)", "run.steps / warm_up"),
    ),
    Mutant(
        "a warm-up that stands still",
        "run.average, 1 - decay)\n        return Run(state, average, run.steps + 1)",
        "run.average, 1 - decay)\n        return Run(state, average, run.steps)",
    ),
    Mutant("the loss climbed", "return -jnp.mean(beta_elbo", "return jnp.mean(beta_elbo"),
    Mutant("a sum over images", "return -jnp.mean(beta_elbo", "return -jnp.sum(beta_elbo"),
    Mutant(
        "the average of the old weights", AVERAGE, AVERAGE.replace("state.model", "run.state.model")
    ),
    Mutant("decay of the new weights", AVERAGE, AVERAGE.replace("1 - decay", "decay")),
    Mutant("no average", AVERAGE, "average = state.model.generator"),
    Mutant("one key for both networks", "MLP(key_e, ", "MLP(key_g, "),
    Mutant("a shallow encoder", SIZES, "(len(mean), hidden, 2 * latents)"),
    Mutant(
        "the start at the first image",
        "mean = jnp.mean(scaled(images), axis=0)",
        "mean = scaled(images)[0]",
    ),
    Mutant("a start with unit noise", "jnp.asarray(noise, mean.dtype)", "jnp.ones((), mean.dtype)"),
]
