"""Faults of grading.course."""

from mutants import Mutant

MUTANTS = [
    Mutant("a folder without homeworks is a course", "    if not known:\n", "    if False:\n"),
    Mutant("a name that is none is passed over", "if name not in known:", "if False:"),
    Mutant("one that is named stands for all", "in names or known:", "in known:"),
    Mutant(
        "one that cannot be read stops the others",
        "except Exception as error:",
        "except KeyError as error:",
    ),
    Mutant(
        "one that is named may be left out",
        "if not found or len(found) < len(names):",
        "if not found:",
    ),
    Mutant("all are chosen", "[options.homework] if options.homework else []", "[]"),
]
