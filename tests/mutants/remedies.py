"""Faults of lib.remedies."""

from mutants import Mutant

OPTIMIZERS = "optimizers = adam(settings.rate), adam(settings.rate * faster)"
BETAS = '(0.0, 0.9) if name == "WGAN-GP" else (settings.b1, 0.999)'

MUTANTS = [
    Mutant("γ for γ/2", "settings.gamma / 2 * r1", "settings.gamma * r1"),
    Mutant(
        "R1 of the generated points", "r1_penalty(gan.logits, x)", "r1_penalty(gan.logits, fake)"
    ),
    Mutant("λ ignored", "settings.weight * slope_one", "slope_one"),
    Mutant(
        "the faster player is G",
        OPTIMIZERS,
        "optimizers = adam(settings.rate * faster), adam(settings.rate)",
    ),
    Mutant("a constant rate", "rate, rounds, settings.last)", "rate, rounds, 1.0)"),
    Mutant("one Adam for all", BETAS, "(settings.b1, 0.999)"),
    Mutant("b1 ignored", BETAS, BETAS.replace("settings.b1", "0.9")),
    Mutant(
        "WGAN-GP's generator with another loss",
        "loss_of_g = wasserstein.generator_loss",
        "loss_of_g = non_saturating_loss",
    ),
    Mutant("R1 for all", '"penalty": r1 if name == "R1" else None', '"penalty": r1'),
    Mutant("other draws than asked for", "sample=sample, **losses)", "**losses)"),
    Mutant(
        "the plain discriminator for all", 'normalised if name == "spectral norm" else MLP', "MLP"
    ),
    Mutant("the slope ignored", "slope=settings.slope", "slope=1.0"),
    Mutant(
        "remedies with other first weights",
        "key_g, key_d = jax.random.split(key)",
        "key_g, key_d = jax.random.split(jax.random.fold_in(key, len(name)))",
    ),
    Mutant("the same rounds for all", "settings.longer_rounds", "settings.grid_rounds"),
    Mutant("remedies exchanged", "remedy in task.names}", "remedy in reversed(task.names)}"),
]
