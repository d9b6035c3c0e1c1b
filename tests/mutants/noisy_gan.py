"""Faults of lib.noisy_gan."""

from mutants import Mutant

NOISY = "return 2 * generator.images(z) - 1 + noise * epsilon"
IMAGES = "return (1 + jnp.tanh(self(z))) / 2"
SAMPLE = "return self.images(jax.random.normal(key, (n, self.in_features)))"
PLAY = "game, losses = play(run.game, key_game, scaled(images) + noise * epsilon)"
AVERAGE = "average = optax.incremental_update(game.model.generator, run.average, 1 - decay)"
D_SIZES = "sizes = len(mean), hidden, hidden, 1"
SCALED = "return jnp.asarray(images) / 127.5 - 1"

MUTANTS = [
    Mutant("the game without noise on what is generated", NOISY, NOISY.split(" + noise")[0]),
    Mutant("noise of variance σ", NOISY, NOISY.replace("noise *", "noise**0.5 *")),
    Mutant("generated images in [0, 1]", NOISY, NOISY.replace("2 *", "").replace("- 1", "")),
    Mutant(
        "code and noise exchanged",
        "z, epsilon = jnp.split(draws, [generator.in_features], axis=-1)",
        "epsilon, z = jnp.split(draws, [generator.out_features], axis=-1)",
    ),
    Mutant("a game without noise", "optimizer, optimizer, sample=sample)", "optimizer, optimizer)"),
    Mutant("unit noise on what is generated", "noise=noise)\n    play", "noise=1.0)\n    play"),
    Mutant("images in [−1, 1]", IMAGES, "return jnp.tanh(self(z))"),
    Mutant("a sigmoid of half the slope", IMAGES, "return jax.nn.sigmoid(self(z))"),
    Mutant("uniform codes", SAMPLE, SAMPLE.replace("normal", "uniform")),
    Mutant("samples of f", SAMPLE, SAMPLE.replace("self.images(", "self(")),
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
        "the start at the first image",
        "mean = jnp.mean(scaled(images), axis=0)",
        "mean = scaled(images)[0]",
    ),
    Mutant("one key for both players", "discriminator(key_d, ", "discriminator(key_g, "),
    Mutant("a shallow discriminator", D_SIZES, "sizes = len(mean), hidden, 1"),
    Mutant("a ReLU in the discriminator", "activation=_leaky_relu", "activation=jax.nn.relu"),
    Mutant("another discriminator ignored", "discriminator(key_d, ", "MLP(key_d, "),
    Mutant("another slope", "negative_slope=0.2", "negative_slope=0.01"),
    Mutant(
        "the game without noise on real images",
        PLAY,
        PLAY.replace(" + noise * epsilon", ""),
    ),
    Mutant("unit noise on real images", PLAY, PLAY.replace("noise * ", "")),
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
