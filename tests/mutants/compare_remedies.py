"""Faults of programs.compare_remedies."""

from mutants import Mutant

MUTANTS = [
    Mutant("one seed for all", "settings.first_seed + seed", "settings.first_seed"),
    Mutant("the first seed ignored", "settings.first_seed + seed", "seed"),
    Mutant("a comparison that begins anew", "found = checkpoints and", "found = None and"),
    Mutant(
        "another comparison's draws", 'if note["settings"] != settings._asdict():', "if not note:"
    ),
    Mutant("one run too few after a stop", '"done": number + 1', '"done": number + 2'),
    Mutant("a run played twice after a stop", '"done": number + 1', '"done": number'),
    Mutant("one remedy for all", "name=name, rounds", "name=NAMES[0], rounds"),
    Mutant(
        "a program that ignores its options",
        "compare(Settings(**options), checkpoints)",
        "compare(Settings(**options | {'hidden': 3}), checkpoints)",
    ),
]
