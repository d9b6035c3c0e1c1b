"""Exact phases against all policies in fractions, a batched sweep, and published thresholds."""

import itertools
from fractions import Fraction as F

import jax
import numpy as np
import pytest

from lib.gridworld import OUTCOMES, WALL, gridworld, read_map, successors
from lib.mdp import optimal_actions, policy_iteration
from lib.reward_thresholds import reward_thresholds

LECTURE = ["...+", ".#.-", "...."]
SLIP = F(1, 5)


def points(phases):
    return [phase.low for phase in phases if phase.low == phase.high]


def names(actions):
    return "".join(letter for letter, good in zip("udlr", actions, strict=True) if good)


def test_the_lecture_s_world_without_slip():
    phases = reward_thresholds(LECTURE)
    assert points(phases) == [-2, F(-2, 3), 0]
    assert [(p.low, p.high) for p in phases] == [
        *[(None, -2), (-2, -2), (-2, F(-2, 3)), (F(-2, 3), F(-2, 3)), (F(-2, 3), 0), (0, 0)]
    ]
    # The square left of the −1 (5): below −2 leave by it, at −2 either, above go round to the +1.
    assert [names(p.optimal[5]) for p in phases] == ["r", "ur", "u", "u", "u", "udl"]
    # Below the −1 (10): up into it, or three moves more to the +1; at −2/3 the two are equal.
    assert [names(p.optimal[10]) for p in phases] == ["u", "u", "u", "ul", "l", "dlr"]
    assert all(p.optimal[[3, 6]].all() for p in phases)


def test_the_slippery_world_has_nine_policies_below_zero():
    # Russell & Norvig's solution of their exercise on this world counts nine, too.
    phases = reward_thresholds(LECTURE, slip=SLIP)
    exact = [F(-40888, 24785), F(-258048, 164965), F(-9216, 12605), F(-36864, 81445)]
    exact += [F(-20736, 243985), F(-165632, 3694415), F(-544, 19885), F(-32, 1445), F(0)]
    assert points(phases) == exact
    policies = {p.optimal.tobytes() for p in phases if p.low != p.high}
    assert len(policies) == 9


def exact_lines(rows, slip, gamma, exits):
    """(a, b) of every policy that has a value near r, by Cramer's rule on each; brute force."""
    cells = read_map(rows, exits)
    _, successor = successors(cells)
    kinds = cells[cells != WALL]
    rewards = list(exits.values())
    walkers = np.flatnonzero(kinds < 0)
    chances = [1 - slip, slip / 2, slip / 2]
    for policy in itertools.product(range(4), repeat=len(walkers)):
        matrix = [[F(int(i == j)) for j in walkers] for i in walkers]
        right = [[F(0), F(1)] for _ in walkers]
        for i, (state, action) in enumerate(zip(walkers, policy, strict=True)):
            for chance, move in zip(chances, OUTCOMES[action], strict=True):
                end = successor[state, move]
                if kinds[end] >= 0:
                    right[i][0] += chance * rewards[kinds[end]]
                else:
                    matrix[i][list(walkers).index(end)] -= gamma * chance
        if lines := solve(matrix, right):
            yield policy, lines


def solve(matrix, right):
    """Fractions by elimination; None when singular."""
    rows = [[*m, *r] for m, r in zip(matrix, right, strict=True)]
    n = len(rows)
    for i in range(n):
        pivot = next((j for j in range(i, n) if rows[j][i]), None)
        if pivot is None:
            return None
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for j in range(n):
            if j != i and rows[j][i]:
                factor = rows[j][i] / rows[i][i]
                rows[j] = [x - factor * y for x, y in zip(rows[j], rows[i], strict=True)]
    return [tuple(x / rows[i][i] for x in rows[i][n:]) for i in range(n)]


SMALL = [
    (["..+", "-.."], F(0), F(1)),
    (["..+", "-.."], SLIP, F(1)),
    (["..+", "-.."], SLIP, F(9, 10)),
    (["+.-", "#.."], F(1, 3), F(1, 2)),
    (["-...+"], F(1, 2), F(1)),
    (["+..", ".#-"], F(1), F(4, 5)),
]


@pytest.mark.parametrize("rows, slip, gamma", SMALL)
def test_values_and_actions_are_those_of_the_best_policies(rows, slip, gamma):
    exits = {"+": F(1), "-": F(-1)}
    policies = list(exact_lines(rows, slip, gamma, exits))
    phases = reward_thresholds(rows, slip=slip, gamma=gamma)
    kinds = read_map(rows, exits)
    walkers = np.flatnonzero(kinds[kinds != WALL] < 0)
    for phase in phases:
        low = phase.high - 5 if phase.low is None else phase.low
        high = low + 5 if phase.high is None else phase.high
        for r in {low, (low + high) / 2, high}:
            assert [a + r * b for a, b in phase.value[walkers]] == best_at(policies, r)
        if phase.low == 0 and gamma == 1:
            continue  # greedy actions of policies that never end are among the optimal ones there
        r = (low + high) / 2
        best = best_at(policies, r)
        good = [policy for policy, lines in policies if [a + r * b for a, b in lines] == best]
        for i, state in enumerate(walkers):
            assert set(np.flatnonzero(phase.optimal[state])) == {policy[i] for policy in good}


def best_at(policies, r):
    values = [[a + r * b for a, b in lines] for _, lines in policies]
    return [max(column) for column in zip(*values, strict=True)]


@pytest.mark.parametrize("slip, gamma", [(F(0), F(1)), (SLIP, F(1)), (SLIP, F(9, 10))])
def test_a_batched_sweep_sees_the_same_phases(slip, gamma):
    # In float64 gains at these worlds' midpoints exceed 1e-9, and ties are below 1e-12.
    phases = reward_thresholds(LECTURE, slip=slip, gamma=gamma)
    places = [
        p.low
        if p.low == p.high
        else (
            p.high - 1 if p.low is None else p.low + 1 if p.high is None else (p.low + p.high) / 2
        )
        for p in phases
        if p.high != 0 or p.low != 0
    ]
    with jax.enable_x64(True):

        def solve(r):
            world = gridworld(LECTURE, step_reward=r, slip=float(slip), gamma=float(gamma))
            solution = policy_iteration(world.mdp)
            return solution.v, optimal_actions(world.mdp, solution.v, atol=1e-11)

        v, optimal = jax.jit(jax.vmap(solve))(np.array(places, float))
    for r, phase, a, b in zip(places, phases, v, optimal, strict=False):
        np.testing.assert_allclose(a, [float(x + r * y) for x, y in phase.value], atol=1e-10)
        np.testing.assert_array_equal(b, phase.optimal, err_msg=str(r))


def test_with_a_discount_the_phases_go_on_above_zero():
    phases = reward_thresholds(["..+"], gamma=F(1, 2))
    # Beside the exit: 1 + r now, or r/(1 − γ) = 2r for staying for ever: equal at r = 1.
    assert points(phases) == [1]
    assert phases[0].low is None and phases[-1].high is None
    assert phases[-1].value.tolist() == [[0, 2], [0, 2], [0, 0]]
    assert phases[0].value.tolist() == [[F(1, 2), F(3, 2)], [1, 1], [0, 0]]


def test_neighbouring_phases_meet():
    phases = reward_thresholds(LECTURE, slip=SLIP)
    for below, above in itertools.pairwise(phases):
        assert below.high == above.low
        ends = [[a + below.high * b for a, b in p.value] for p in (below, above)]
        assert ends[0] == ends[1]
        assert (below.optimal != above.optimal).any()
        point = below if below.low == below.high else above
        other = above if point is below else below
        assert (point.optimal >= other.optimal).all()  # at the point both neighbours' are optimal


def test_only_fractions_come_out():
    for phase in reward_thresholds(LECTURE, slip=SLIP):
        assert all(isinstance(x, F) for x in phase.value.flat)
        assert all(end is None or isinstance(end, F) for end in (phase.low, phase.high))
