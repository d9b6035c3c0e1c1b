"""Faults of lib.noisy_gan."""

from mutants import Mutant

CALL = "return 2 * self.images(z) - 1 + self.noise * epsilon"
IMAGES = "return (1 + jnp.tanh(super().__call__(z))) / 2"
SAMPLE = "return self.images(jax.random.normal(key, (n, self.layers[0].in_features)))"
PLAY = "game, losses = play(run.game, key_game, scaled(images) + run.average.noise * epsilon)"
AVERAGE = "average = optax.incremental_update(game.model.generator, run.average, 1 - decay)"
D_SIZES = "(len(mean), hidden, hidden, 1)"
SCALED = "return jnp.asarray(images) / 127.5 - 1"

MUTANTS = [
    Mutant("the game without noise on what is generated", CALL, "return 2 * self.images(z) - 1"),
    Mutant("noise of variance σ", CALL, CALL.replace("self.noise", "self.noise**0.5")),
    Mutant(
        "generated images in [0, 1]", CALL, CALL.replace("2 * self.images(z) - 1", "self.images(z)")
    ),
    Mutant(
        "code and noise exchanged",
        "z, epsilon = jnp.split(z_and_noise, [self.layers[0].in_features], axis=-1)",
        "epsilon, z = jnp.split(z_and_noise, [self.layers[-1].out_features], axis=-1)",
    ),
    Mutant(
        "a game that draws the codes alone",
        "return self.layers[0].in_features + self.layers[-1].out_features",
        "return self.layers[0].in_features",
    ),
    Mutant("images in [−1, 1]", IMAGES, "return jnp.tanh(super().__call__(z))"),
    Mutant("a sigmoid of half the slope", IMAGES, "return jax.nn.sigmoid(super().__call__(z))"),
    Mutant("uniform codes", SAMPLE, SAMPLE.replace("normal", "uniform")),
    Mutant("noisy samples", SAMPLE, "return self(jax.random.normal(key, (n, self.in_features)))"),
    Mutant(
        "a bias that is the mean itself",
        "nnx.Param(jnp.arctanh(mean))",
        "nnx.Param(mean)",
    ),
    Mutant(
        "an infinite bias",
        "    mean = jnp.clip(mean, -0.998, 0.998)\n",
        "    mean = jnp.asarray(mean)\n",
    ),
    Mutant(
        "one hidden layer", "(latents, hidden, hidden, len(mean))", "(latents, hidden, len(mean))"
    ),
    Mutant(
        "noise that is learned",
        "self.noise = noise",
        "self.noise = nnx.Param(jnp.asarray(noise))[...]",
    ),
    Mutant(
        "the start at the first image",
        "mean = jnp.mean(scaled(images), axis=0)",
        "mean = scaled(images)[0]",
    ),
    Mutant("one key for both players", "MLP(key_d, ", "MLP(key_g, "),
    Mutant("a shallow discriminator", D_SIZES, "(len(mean), hidden, 1)"),
    Mutant("a ReLU in the discriminator", "activation=_leaky_relu", "activation=jax.nn.relu"),
    Mutant("another slope", "negative_slope=0.2", "negative_slope=0.01"),
    Mutant(
        "the game without noise on real images",
        PLAY,
        PLAY.replace(" + run.average.noise * epsilon", ""),
    ),
    Mutant("unit noise on real images", PLAY, PLAY.replace("run.average.noise * ", "")),
    Mutant("noise from the game's key", PLAY, PLAY.replace("key_game", "key_noise")),
    Mutant(
        "one noise for all images",
        "jax.random.normal(key_noise, images.shape)",
        "jnp.broadcast_to(jax.random.normal(key_noise, images.shape[1:])[None], images.shape)",
    ),
    Mutant(
        "the average of the old weights", AVERAGE, AVERAGE.replace("game.model", "run.game.model")
    ),
    Mutant("decay of the new weights", AVERAGE, AVERAGE.replace("1 - decay", "decay")),
    Mutant("no average", AVERAGE, "average = game.model.generator"),
    Mutant("an average that stays", AVERAGE, "average = run.average"),
    Mutant(
        "the saturating loss",
        "play = gan_step(non_saturating_loss,",
        "play = gan_step(lambda l: -l.mean(),",
    ),
    Mutant(
        "the run stands still",
        "return Run(game, average), losses",
        "return Run(run.game, average), losses",
    ),
    Mutant("images in [0, 1]", SCALED, "return jnp.asarray(images) / 255"),
    Mutant("images divided by 128", SCALED, SCALED.replace("127.5", "128")),
]
