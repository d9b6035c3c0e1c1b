"""Faults of programs.train_mnist_vae."""

from mutants import Mutant

MUTANTS = [
    Mutant("a setting ignored: decay", "decay=settings.decay", "decay=0.9999"),
    Mutant("a setting ignored: b1", "b1=settings.b1", "b1=0.9"),
    Mutant(
        "a setting ignored: learning rate", "optax.adam(settings.learning_rate", "optax.adam(0.001"
    ),
    Mutant("a setting ignored: noise", '"noise": settings.noise', '"noise": 1.0'),
    Mutant(
        "a setting ignored: the widths",
        "optimizer, **given)",
        "optimizer, **given | {'hidden': 5})",
    ),
    Mutant("the files of another run", 'command("vae"', 'command("gan"'),
    Mutant("no warm-up", "warm_up=WARM_UP", "warm_up=1"),
    Mutant("a record without the warm-up", ' | {"warm_up": WARM_UP}', ""),
]
