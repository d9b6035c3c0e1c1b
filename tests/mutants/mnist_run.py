"""Faults of programs.mnist_run."""

from mutants import ERRORS, Mutant

HAND = ("tests/test_train_mnist_gan.py",)  # each step by hand, and the command

KEYS = "jax.random.split(jax.random.key(settings.seed), 3)"
BEST = 'if not progress or nats > max(line["nats"] for line in progress):'
ROUND = "generator = jax.tree.map(lambda p: p.astype(jnp.float16).astype(p.dtype), best)"

MUTANTS = [
    Mutant("one run whatever the seed", KEYS, KEYS.replace("settings.seed", "0"), HAND),
    Mutant(
        "the last generator kept",
        BEST,
        "if True:",
        HAND,
    ),
    Mutant("the worst generator kept", BEST, BEST.replace("nats > max", "nats < min"), HAND),
    Mutant(
        "the last weights, not their average",
        "best = run.average",
        "best = run.game.model.generator",
        HAND,
    ),
    Mutant("the score of other weights than the file's", ROUND, "generator = best"),
    Mutant("V's sign lost", "value = -jax", "value = jax"),
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
        HAND,
    ),
    Mutant(
        "a run that goes on with the keys of its start",
        "key = keys[chunk - 1]",
        "key = keys[chunk - 1 - len(found[1]['progress'] if found else ())]",
    ),
    Mutant("a run that begins anew", "found = checkpoints and", "found = None and"),
    Mutant("the best is forgotten", "(run, best), note = found", "(run, _), note = found"),
    Mutant("another run's state", 'if note["settings"] != settings._asdict():', "if not note:"),
]
