"""Faults of grading.wrong_answer."""

from mutants import Mutant

MUTANTS = [
    Mutant(
        "the edits are made to a copy",
        "            solution = replace_once(",
        "            edited = replace_once(",
    ),
    Mutant("a fragment may occur often", "if count != 1:", "if count < 1:"),
    Mutant("a fragment may be missing", "if count != 1:", "if count > 1:"),
    Mutant("another name is read", '["WRONG"]', '.get("CHECKS", {})'),
]
