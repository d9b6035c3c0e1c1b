"""Faults of programs.compare_mnist_remedies."""

from mutants import Mutant

MUTANTS = [
    Mutant("one seed for all", "settings.first_seed + seed", "settings.first_seed"),
    Mutant("the first seed ignored", "settings.first_seed + seed", "seed"),
    Mutant("the weights, not their average", "run.average.sample", "run.game.model.sample"),
    Mutant("the start's codes", "sample(key_draw", "sample(key_start"),
    Mutant("draws that are cut off", "np.round(15 *", "np.floor(15 *"),
    Mutant("fewer draws scored", "settings.scored)", "settings.draws)"),
    Mutant("other rounds than asked for", '"steps": settings.rounds', '"steps": 2'),
    Mutant("a comparison that begins anew", "found = checkpoints and", "found = None and"),
    Mutant(
        "another comparison's draws", 'if note["settings"] != settings._asdict():', "if not note:"
    ),
    Mutant("a score is forgotten", 'lines = note["lines"]', 'lines = note["lines"][:-1]'),
    Mutant("one remedy for all", "play(*games[place], data", "play(*games[0], data"),
    Mutant(
        "a program that ignores its options",
        "compare(split(), Settings(**options), checkpoints)",
        "compare(split(), Settings(**options | {'hidden': 3}), checkpoints)",
    ),
]
