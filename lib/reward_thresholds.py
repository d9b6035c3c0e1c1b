r"""The optimal policies of a gridworld for all step rewards at once, exactly.

The value of a policy is affine in the step reward r: V^π = a + r·b, where b is the expected
discounted number of moves. So in every state V* is the upper envelope of finitely many lines, and
the optimal actions change at finitely many r, rational ones when the world's numbers are.
All arithmetic is in fractions, in NumPy arrays of dtype object; a last axis of 2 holds (a, b).
Method: policy iteration along a parameter, the dual of the parametric simplex method.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from jaxtyping import Bool, Shaped

from lib import absorption
from lib.gridworld import OUTCOMES, WALL, read_map, successors

EXITS = MappingProxyType({"+": 1, "-": -1})


class Phase(NamedTuple):
    """The step rewards low < r < high, all with the same optimal actions, or the point low = high.

    low, high: None where there is no bound. optimal: all optimal actions (S, A), in an exit every
    one. value: (S, 2), the a and b of V*(s) = a + r·b, which holds at the ends too.
    """

    low: Fraction | None
    high: Fraction | None
    optimal: Bool[np.ndarray, "S A"]
    value: Shaped[np.ndarray, "S 2"]


def reward_thresholds(
    rows: Sequence[str],
    *,
    slip: Fraction | int = 0,
    gamma: Fraction | int = 1,
    exits: Mapping[str, Fraction | int] = EXITS,
) -> list[Phase]:
    """The phases of the world `gridworld(rows, …)` from low step rewards to high.

    Intervals and breakpoints alternate. At γ = 1 the last is the point r = 0: where an agent can
    avoid the exits, values beyond it are infinite. At r = 0 itself, optimal means greedy for V*,
    and some such policies may never end.
    Raises TypeError unless slip, gamma and the exits' rewards are fractions or integers, and
    ValueError for slip or gamma outside [0, 1], a bad map (`gridworld.read_map`) and, at γ = 1,
    squares from which no exit can be reached.
    """
    for name, number in {"slip": slip, "gamma": gamma, **exits}.items():
        if not isinstance(number, Fraction | int):
            raise TypeError(f"{name} must be a Fraction or an int, got {number!r}")
    for name, number in {"slip": slip, "gamma": gamma}.items():
        if not 0 <= number <= 1:
            raise ValueError(f"{name} must lie in [0, 1], got {number}")
    reward, transition = _model(rows, Fraction(slip), gamma, exits)
    policy = _start(reward, transition, gamma)
    phases = []
    if gamma == 1:
        high = Fraction(0)
        policy, value, advantage = _improve(reward, transition, policy, _below(high))
        phases.append(Phase(high, high, _at(advantage, high) == 0, value))
    else:
        high = None
        policy, value, advantage = _improve(reward, transition, policy, _far_above)
    while True:
        rising = advantage[..., 1] < 0  # as r falls
        roots = -advantage[rising][:, 0] / advantage[rising][:, 1]
        low = max(roots, default=None)
        phases.append(Phase(low, high, (advantage == 0).all(axis=2), value))
        if low is None:
            return phases[::-1]
        phases.append(Phase(low, low, _at(advantage, low) == 0, value))
        policy, value, advantage = _improve(reward, transition, policy, _below(low))
        high = low


def _model(rows, slip, gamma, exits):
    """The expected rewards (S, A, 2) and γ·p(s'|s, a) (S, A, S); both 0 in an exit."""
    cells = read_map(rows, exits)
    _, successor = successors(cells)
    kinds = cells[cells != WALL]
    states, actions = successor.shape
    rewards = [*map(Fraction, exits.values())]
    reward = np.full((states, actions, 2), Fraction(0))
    transition = np.full((states, actions, states), Fraction(0))
    for state, action in np.argwhere(np.broadcast_to(kinds[:, None] < 0, successor.shape)):
        reward[state, action, 1] = Fraction(1)
        ends = successor[state, list(OUTCOMES[action])]
        for chance, end in zip((1 - slip, slip / 2, slip / 2), ends, strict=True):
            if kinds[end] >= 0:
                reward[state, action, 0] += chance * rewards[kinds[end]]
            transition[state, action, end] += gamma * chance
    return reward, transition


def _start(reward, transition, gamma):
    """A policy that surely ends, where there is one; ValueError when γ = 1 and there is none."""
    exit = (reward[..., 1] == 0).all(axis=1)
    transition = transition.astype(np.float32)
    lost = np.flatnonzero(~absorption.ancestors(transition.any(axis=1), exit))
    if gamma == 1 and lost.size:
        raise ValueError(f"rows must have a way to an exit at gamma = 1: none from state {lost[0]}")
    next_state = np.broadcast_to(np.arange(len(exit)), transition.shape)
    return np.array(absorption.proper_policy(next_state, transition, exit))


def _improve(reward, transition, policy, order):
    """Policy iteration: the best policy in an order of lines, its value, and the advantages.

    A state keeps its action unless another is strictly better, so at γ = 1 no policy on the way
    is endless: its cycle would have to gain, and every move of it costs.
    """
    states = np.arange(len(policy))
    while True:
        matrix = np.eye(len(policy), dtype=int) - transition[states, policy]
        value = _solve(matrix, reward[states, policy])
        advantage = reward + transition @ value - value[:, None]
        best = [max(range(len(row)), key=lambda a, row=row: order(row[a])) for row in advantage]
        gains = [order(row[a]) > (0, 0) for row, a in zip(advantage, best, strict=True)]
        if not any(gains):
            return policy, value, advantage
        policy = np.where(gains, best, policy)


def _below(r: Fraction) -> Callable:
    """The order of lines a + r·b just below r: by the value at r, then by falling slope."""
    return lambda line: (line[0] + r * line[1], -line[1])


def _far_above(line):
    """The order of lines a + r·b as r → ∞."""
    return line[1], line[0]


def _at(lines, r):
    return lines[..., 0] + r * lines[..., 1]


def _solve(matrix, right):
    """Gauss and Jordan's elimination in fractions; I − γP of a policy that ends has no pivot 0."""
    rows = np.concatenate([matrix, right], axis=1)
    for i in range(len(rows)):
        rows[i] = rows[i] / rows[i, i]
        for j in np.flatnonzero(rows[:, i]):
            if j != i:
                rows[j] = rows[j] - rows[j, i] * rows[i]
    return rows[:, len(matrix) :]
