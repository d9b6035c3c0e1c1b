"""Faults of programs.train_ring_decoders."""

from mutants import Mutant

MUTANTS = [
    Mutant("one seed for all", "jax.random.key(seed), 3)", "jax.random.key(0), 3)"),
    Mutant("short runs only", "times * settings.steps", "settings.steps"),
    Mutant("a length ignored", "settings._replace(steps=steps)", "settings"),
    Mutant("the ELBO for every bound", "elbo if samples == 1 else", "elbo if samples else"),
    Mutant("one step of D in every game", "discriminator_steps=k,", "discriminator_steps=1,"),
    Mutant("the game's data ignored", "start, key_train, data,", "start, key_train, data * 0,"),
    Mutant(
        "a program that ignores its options",
        "all_runs(Settings(**options))",
        "all_runs(Settings(**options | {'hidden': 3}))",
    ),
    Mutant("a rate of its own", "schedule(settings.learning_rate,", "schedule(3e-3,"),
    Mutant(
        "a climb",
        "step = train.gradient_step(loss, optimizer)",
        "step = train.gradient_step(lambda *given: -loss(*given), optimizer)",
    ),
]
