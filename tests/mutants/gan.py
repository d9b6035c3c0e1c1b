"""Faults of lib.gan."""

from mutants import ERRORS, Mutant

V = "return jnp.mean(jax.nn.log_sigmoid(real_logits)) + saturating_loss(fake_logits)"
MINUS_V = "return -value_function(real_logits, fake_logits)"
SATURATING = "return jnp.mean(jax.nn.log_sigmoid(jnp.negative(fake_logits)))"
NON_SATURATING = "return -jnp.mean(jax.nn.log_sigmoid(fake_logits))"
SHARE = "return jnp.where(larger > 0, real / jnp.where(larger > 0, real + fake, 1), 0.5)"
DRAWS = "fake = sample(gan, key, len(x))"
D_LOSS = "loss = discriminator_loss(gan.logits(x), gan.logits(fake))"
PENALTY = "return loss + penalty(gan, jax.random.fold_in(key, 1), x, fake)"
G_LOSS = "return generator_loss(gan.logits(sample(gan, key, len(x))))"
G_STEP = "step_g(TrainState(generator, moments_g), key_g, (d.model, minibatches[0]))"

MUTANTS = [
    Mutant(
        "D trained on other draws than asked for",
        DRAWS,
        DRAWS.replace("sample(gan", "GAN.sample(gan"),
    ),
    Mutant(
        "G trained on other draws than asked for",
        "generator_loss(gan.logits(sample(gan",
        "generator_loss(gan.logits(GAN.sample(gan",
    ),
    Mutant("V with the fake term subtracted", V, V.replace(" + ", " - ")),
    Mutant("V with the fake logits' sign lost", V, V.replace("saturating", "-non_saturating")),
    Mutant("V with the classes swapped", V, V.replace("(real_logits)", "(-real_logits)")),
    Mutant("V of probabilities", V, V.replace("log_sigmoid(real", "sigmoid(real")),
    Mutant(
        "V that overflows at extreme logits",
        V,
        V.replace("jax.nn.log_sigmoid(real_logits)", "jnp.log(jax.nn.sigmoid(real_logits))"),
    ),
    Mutant("V summed over the batch", V, V.replace("jnp.mean", "jnp.sum")),
    Mutant("a discriminator that descends V", MINUS_V, MINUS_V.replace("-value", "value")),
    Mutant("the mean of both cross-entropies, not their sum", MINUS_V, MINUS_V + " / 2"),
    Mutant("the saturating loss ascended", SATURATING, SATURATING.replace("return ", "return -")),
    Mutant(
        "the saturating loss of the other class",
        SATURATING,
        SATURATING.replace("jnp.negative(fake_logits)", "fake_logits"),
    ),
    Mutant(
        "a saturating loss that overflows",
        SATURATING,
        "return jnp.mean(jnp.log(1 - jax.nn.sigmoid(jnp.asarray(fake_logits))))",
    ),
    Mutant(
        "a non-saturating loss that saturates",
        NON_SATURATING,
        "return saturating_loss(fake_logits)",
    ),
    Mutant(
        "the non-saturating loss's sign lost", NON_SATURATING, NON_SATURATING.replace("-jnp", "jnp")
    ),
    Mutant("D* of the other class", SHARE, SHARE.replace("real / jnp", "fake / jnp")),
    Mutant("D* as a ratio of densities", SHARE, "return real / fake"),
    Mutant("D* of 1 where there is no mass", SHARE, SHARE.replace("0.5)", "1.0)")),
    Mutant(
        "D* whose slope is NaN where there is no mass",
        SHARE,
        "return jnp.where(larger > 0, real / (real + fake), 0.5)",
    ),
    Mutant(
        "D* that overflows",
        "real, fake = p_data / scale, p_g / scale",
        "real, fake = jnp.asarray(p_data), jnp.asarray(p_g)",
    ),
    Mutant(
        "D's probabilities where its logits belong",
        "return logits[..., 0]",
        "return jax.nn.sigmoid(logits[..., 0])",
    ),
    Mutant(
        "z from a uniform distribution",
        "jax.random.normal(key, (n, self.generator.in_features))",
        "jax.random.uniform(key, (n, self.generator.in_features))",
    ),
    Mutant(
        "the players' optimisers exchanged at the start",
        "        generator_optimizer.init(gan.generator),\n"
        "        discriminator_optimizer.init(gan.discriminator),\n",
        "        discriminator_optimizer.init(gan.generator),\n"
        "        generator_optimizer.init(gan.discriminator),\n",
    ),
    Mutant("no D step accepted", "if k < 1:", "if k < 0:", ERRORS),
    Mutant(
        "D trained with real and fake exchanged",
        D_LOSS,
        D_LOSS.replace("gan.logits(x), gan.logits(fake)", "gan.logits(fake), gan.logits(x)"),
    ),
    Mutant("the penalty left out", PENALTY, "return loss"),
    Mutant("the penalty rewarded", PENALTY, PENALTY.replace("+", "-")),
    Mutant("the penalty alone", PENALTY, PENALTY.replace("loss + ", "")),
    Mutant("the penalty's x and G(z) exchanged", PENALTY, PENALTY.replace("x, fake", "fake, x")),
    Mutant(
        "the penalty drawn with the codes' key",
        PENALTY,
        PENALTY.replace("jax.random.fold_in(key, 1)", "key"),
    ),
    Mutant(
        "one loss for every discriminator",
        D_LOSS,
        "loss = -value_function(gan.logits(x), gan.logits(fake))",
    ),
    Mutant("G trained against the old D", G_STEP, G_STEP.replace("d.model", "discriminator")),
    Mutant(
        "D's noise reused for G", G_STEP, G_STEP.replace("key_g", "jax.random.split(key_d, k)[-1]")
    ),
    Mutant(
        "the same noise in every step of D",
        "inputs = (jax.random.split(key_d, k), minibatches)",
        "inputs = (jnp.broadcast_to(key_d, (k,)), minibatches)",
    ),
    Mutant(
        "the same minibatch in every step of D",
        "inputs = (jax.random.split(key_d, k), minibatches)",
        "inputs = (jax.random.split(key_d, k), jnp.broadcast_to(minibatches[:1], "
        "minibatches.shape))",
    ),
    Mutant("G's step with all rows", G_STEP, G_STEP.replace("minibatches[0]", "x")),
    Mutant("one loss for every generator", G_LOSS, G_LOSS.replace("generator_loss", "-jnp.mean")),
    Mutant("D's steps undone", "gan = GAN(g.model, d.model)", "gan = GAN(g.model, discriminator)"),
    Mutant("G's step undone", "gan = GAN(g.model, d.model)", "gan = GAN(generator, d.model)"),
    Mutant(
        "D's moments forgotten",
        "(g.optimizer_state, d.optimizer_state)",
        "(g.optimizer_state, moments_d)",
    ),
    Mutant(
        "G's moments forgotten",
        "(g.optimizer_state, d.optimizer_state)",
        "(moments_g, d.optimizer_state)",
    ),
    Mutant(
        "the players' optimisers exchanged",
        "step_d = gradient_step(loss_of_d, discriminator_optimizer)\n"
        "    step_g = gradient_step(loss_of_g, generator_optimizer)",
        "step_d = gradient_step(loss_of_d, generator_optimizer)\n"
        "    step_g = gradient_step(loss_of_g, discriminator_optimizer)",
    ),
]
