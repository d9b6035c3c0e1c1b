"""Faults of programs.compare_remedies."""

from mutants import Mutant

MUTANTS = [
    Mutant("the draws of one task over those of another", "first += len(task.names)", "pass"),
    Mutant("one seed for all", "settings.first_seed + seed", "settings.first_seed"),
    Mutant("the first seed ignored", "settings.first_seed + seed", "seed"),
    Mutant("a comparison that begins anew", "found = checkpoints and", "found = None and"),
    Mutant(
        "another comparison's draws", 'if note["settings"] != settings._asdict():', "if not note:"
    ),
    Mutant("one run too few after a stop", '"done": number,', '"done": number + 1,'),
    Mutant("a run played twice after a stop", '"done": number,', '"done": number - 1,'),
    Mutant("one remedy for all", '"name": name, "rounds"', '"name": "plain", "rounds"'),
    Mutant(
        "a program that ignores its options",
        "compare(Settings(**options), checkpoints)",
        "compare(Settings(**options | {'hidden': 5}), checkpoints)",
    ),
]
