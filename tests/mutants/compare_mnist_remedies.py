"""Faults of programs.compare_mnist_remedies."""

from mutants import Mutant

BEST = "if not validation or nats > max(validation):"

MUTANTS = [
    Mutant("one seed for all", "settings.first_seed + seed", "settings.first_seed"),
    Mutant("the first seed ignored", "settings.first_seed + seed", "seed"),
    Mutant("the last generator kept", BEST, "if True:"),
    Mutant("the first generator kept", BEST, "if not validation:"),
    Mutant(
        "the weights, not their average", "best = run.average", "best = run.game.model.generator"
    ),
    Mutant("draws of the last generator", "draws = best.sample", "draws = run.average.sample"),
    Mutant("draws of the validation's codes", "best.sample(key_draw", "best.sample(key_progress"),
    Mutant("draws cut off", "np.round(15 *", "np.floor(15 *"),
    Mutant("the validation's number", 'line |= {"nats": test.mean.item()', 'line |= {"nats": nats'),
    Mutant("a comparison that begins anew", "found = checkpoints and", "found = None and"),
    Mutant(
        "another comparison's draws", 'if note["settings"] != settings._asdict():', "if not note:"
    ),
    Mutant("the scores are forgotten", 'lines = note["lines"]', 'lines = note["lines"][:-1]'),
    Mutant("one remedy for all", "play(*games[place], data", "play(*games[0], data"),
    Mutant(
        "a program that ignores its options",
        "compare(split(), Settings(**options), checkpoints)",
        "compare(split(), Settings(**options | {'hidden': 3}), checkpoints)",
    ),
]
