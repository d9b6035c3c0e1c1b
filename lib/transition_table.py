"""Models given as tables, the form in which Gymnasium's text worlds know their dynamics.

env.unwrapped.P of FrozenLake, CliffWalking and Taxi is such a table; Gymnasium is not needed here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from jax.typing import ArrayLike
from jaxtyping import Real

from lib.mdp import MDP, validate


def from_transition_table(
    table: Mapping[Any, Mapping[Any, Sequence[tuple]]], gamma: Real[ArrayLike, ""]
) -> MDP:
    """The MDP of {state: {action: [(probability, next state, reward, terminated), …]}}.

    An episode ends where `terminated` is true, whatever the table says of the state it ends in:
    such an outcome leads to one more state, the last, which is absorbing without reward. Outcomes
    with the same successor are merged, and K is the largest number left, the others padded.
    reward[s, a] is the expectation. Raises ValueError unless states and actions are numbered from
    0, the actions of all states alike, and by `mdp.validate`.
    """
    states, actions = len(table), len(next(iter(table.values()), ()))
    if set(table) != set(range(states)) or not actions:
        raise ValueError("table must have states 0 … S − 1 and at least one action")
    if any(set(row) != set(range(actions)) for row in table.values()):
        raise ValueError(f"table must have the actions 0 … {actions - 1} in every state")
    end = states
    reward = np.zeros((states + 1, actions))
    merged = [[{end: 1.0} for _ in range(actions)] for _ in range(states + 1)]
    for state, row in table.items():
        for action, outcomes in row.items():
            chances = merged[state][action] = {}
            for probability, successor, outcome_reward, terminated in outcomes:
                successor = end if terminated else successor
                chances[successor] = chances.get(successor, 0.0) + probability
                reward[state, action] += probability * outcome_reward
    width = max(len(chances) for row in merged for chances in row)
    next_state = np.zeros((states + 1, actions, width), int)
    probability = np.zeros((states + 1, actions, width))
    for state, row in enumerate(merged):
        for action, chances in enumerate(row):
            next_state[state, action, : len(chances)] = list(chances)
            probability[state, action, : len(chances)] = list(chances.values())
    return validate(MDP(next_state, probability, reward, gamma))
