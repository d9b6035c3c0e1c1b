"""Faults of lib.autoencoder."""

from mutants import Mutant

RECONSTRUCTION = "return autoencoder.log_likelihood(x, autoencoder.encode(x))"
CODE = "return jnp.broadcast_to(self.mean, u.shape) + u @ self.factor.T"
SOLVE = "solve_triangular(self.factor, difference.T, lower=True).T"
BETA = "return model.log_likelihood(x, z) - beta * kl_standard_normal(mean, log_var)"

MUTANTS = [
    Mutant(
        "one key for encoder and decoder",
        "key_encoder, key_decoder = jax.random.split(key)",
        "key_encoder = key_decoder = key",
    ),
    Mutant(
        "encoder and decoder swap their keys",
        "key_encoder, key_decoder = jax.random.split(key)",
        "key_decoder, key_encoder = jax.random.split(key)",
    ),
    Mutant(
        "an encoder with a variance", "(pixels, hidden, latents)", "(pixels, hidden, 2 * latents)"
    ),
    Mutant("a squashed code", "return self.encoder(x)", "return jnp.tanh(self.encoder(x))"),
    Mutant(
        "probabilities from a decoder of logits",
        "    decode = VAE.decode\n",
        "    decode = lambda self, z: jax.nn.sigmoid(VAE.decode(self, z))\n",
    ),
    Mutant(
        "mean over the pixels instead of the sum",
        "    log_likelihood = VAE.log_likelihood\n",
        "    log_likelihood = lambda self, x, z: VAE.log_likelihood(self, x, z) / x.shape[-1]\n",
    ),
    Mutant(
        "a loss where the log-likelihood is asked",
        RECONSTRUCTION,
        RECONSTRUCTION.replace("return ", "return -"),
    ),
    Mutant(
        "stop-gradient on the code",
        RECONSTRUCTION,
        RECONSTRUCTION.replace(
            "autoencoder.encode(x)",
            "jax.lax.stop_gradient(jnp.zeros("
            "(*x.shape[:-1], autoencoder.decoder.layers[0].kernel.shape[0])))",
        ),
    ),
    Mutant(
        "codes with the mean added twice",
        SOLVE,
        SOLVE.replace("difference.T", "z.reshape(-1, z.shape[-1]).T"),
    ),
    Mutant(
        "codes multiplied by the factor",
        SOLVE,
        "solve_triangular(jnp.linalg.inv(self.factor), difference.T, lower=True).T",
    ),
    Mutant(
        "the factor's transpose solved", SOLVE, SOLVE.replace("lower=True", "lower=True, trans=1")
    ),
    Mutant("the factor transposed in the prior", CODE, CODE.replace("factor.T", "factor")),
    Mutant("a prior around zero", CODE, "return u @ self.factor.T"),
    Mutant(
        "the likelihood at u instead of z",
        "return self.autoencoder.log_likelihood(x, self.code(u))",
        "return self.autoencoder.log_likelihood(x, u)",
    ),
    Mutant(
        "the width doubled",
        "return u, jnp.broadcast_to(self.log_var, u.shape)",
        "return u, jnp.broadcast_to(2 * self.log_var, u.shape)",
    ),
    Mutant(
        "β on the reconstruction",
        BETA,
        BETA.replace("return ", "return beta * ").replace("- beta *", "-"),
    ),
    Mutant("β forgotten", BETA, BETA.replace("beta * ", "")),
    Mutant("the KL added", BETA, BETA.replace(" - ", " + ")),
    Mutant("the mean of q instead of a draw", "z = reparameterize(key, mean, log_var)", "z = mean"),
]
