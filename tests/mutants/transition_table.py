"""Faults of lib.transition_table."""

from mutants import Mutant

MUTANTS = [
    Mutant(
        "not cut where an episode ends",
        "successor = end if terminated else successor",
        "successor = successor",
    ),
    Mutant(
        "repeated successors overwrite each other",
        "chances.get(successor, 0.0) + probability",
        "probability",
    ),
    Mutant("rewards not weighted", "+= probability * outcome_reward", "+= outcome_reward"),
    Mutant(
        "the last reward only",
        "reward[state, action] += probability",
        "reward[state, action] = probability",
    ),
    Mutant(
        "numbers of states unchecked",
        "if set(table) != set(range(states)) or not actions:",
        "if not table or not actions:",
        ("tests/test_arguments.py",),
    ),
    Mutant(
        "probabilities of other successors",
        "list(chances.values())",
        "list(chances.values())[::-1]",
    ),
]
