"""Faults of programs.train_mnist_gan."""

from mutants import ERRORS, Mutant

KEYS = "jax.random.split(jax.random.key(settings.seed), 3)"
BEST = 'if not progress or nats > max(line["nats"] for line in progress):'
ROUND = "generator = jax.tree.map(lambda p: p.astype(jnp.float16).astype(p.dtype), best)"

MUTANTS = [
    Mutant("one run whatever the seed", KEYS, KEYS.replace("settings.seed", "0")),
    Mutant(
        "the last generator kept",
        BEST,
        "if True:",
    ),
    Mutant("the worst generator kept", BEST, BEST.replace("nats > max", "nats < min")),
    Mutant(
        "the last weights, not their average",
        "best = run.average",
        "best = run.game.model.generator",
    ),
    Mutant("the score of other weights than the file's", ROUND, "generator = best"),
    Mutant("a setting ignored: decay", "decay=settings.decay", "decay=0.9999"),
    Mutant("a setting ignored: b1", "b1=settings.b1", "b1=0.9"),
    Mutant(
        "a setting ignored: learning rate",
        "optax.adam(settings.learning_rate",
        "optax.adam(0.001",
    ),
    Mutant("V's sign lost", '"value": -losses', '"value": losses'),
    Mutant("steps of a chunk", '"step": chunk * steps', '"step": steps'),
    Mutant(
        "an epoch per chunk",
        "steps = settings.epochs * len(data.train) // (batch_size * chunks)",
        "steps = settings.epochs * len(data.train) // batch_size",
    ),
    Mutant("a chunk without steps", "if steps < 1:", "if steps < 0:", ERRORS),
    Mutant(
        "a run that ignores its options",
        "long_run(split(), Settings(**options), checkpoints)",
        "long_run(split(), Settings(**options | {'hidden': 4}), checkpoints)",
    ),
    Mutant(
        "a run that goes on with the keys of its start",
        "key = keys[chunk - 1]",
        "key = keys[chunk - 1 - len(found[1]['progress'] if found else ())]",
    ),
    Mutant("a run that begins anew", "found = checkpoints and", "found = None and"),
    Mutant("the best is forgotten", "(run, best), note = found", "(run, _), note = found"),
    Mutant("another run's state", 'if note["settings"] != settings._asdict():', "if not note:"),
    Mutant("a setting ignored: noise", "noise=settings.noise", "noise=1.0"),
]
