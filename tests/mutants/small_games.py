"""Faults of lib.small_games."""

from mutants import Mutant

MUTANTS = [
    Mutant("D trained on the fresh points", "x[: settings.points], x[", "x, x["),
    Mutant("V on points that D has seen", "x[settings.points :]", "x[: settings.fresh]"),
    Mutant("V of D's first step", "-losses[0][:, -1]", "-losses[0][:, 0]"),
    Mutant("the loss for V", "-losses[0]", "losses[0]"),
    Mutant("the loss of G for V", "-losses[0][:, -1]", "-losses[1]"),
    Mutant("all draws kept", "draws[: settings.draws]", "draws"),
    Mutant("step sizes exchanged", "for rate in (rate_g, rate_d)", "for rate in (rate_d, rate_g)"),
    Mutant("b1 ignored", "b1=settings.b1", "b1=0.5"),
    Mutant("one step of D in every round", "discriminator_steps=k)", "discriminator_steps=1)"),
    Mutant("smaller minibatches for more steps", "k * settings.batch_size", "settings.batch_size"),
    Mutant("G moves while D is alone", "key_alone, 0.0,", "key_alone, rate_g,"),
    Mutant("D alone at its old pace", "settings.alone_rate, 1)", "rate_d, 1)"),
    Mutant("D alone against the first G", "rounds(end.model, key", "rounds(begin, key"),
    Mutant("V before D has gone on", "alone_V[-1]", "alone_V[0]"),
    Mutant(
        "both players from one key",
        "key_g, key_d = jax.random.split(key)",
        "key_g = key_d = key",
    ),
    Mutant(
        "one seed for all",
        "jax.vmap(run)(jax.random.split(key, settings.seeds))",
        "jax.vmap(run)(jax.random.split(key, 1).repeat(settings.seeds))",
    ),
    Mutant("games exchanged", "for name in GAMES}", "for name in reversed(GAMES)}"),
    Mutant("one hidden layer", "(settings.hidden,) * 2", "(settings.hidden,)"),
    Mutant("a G that is not slow", "5, 3e-4, 1e-2", "5, 3e-3, 1e-2"),
    Mutant("a D that is not slow", "1, 3e-3, 1e-4", "1, 3e-3, 1e-3"),
]
