"""The breakpoints that a browser lists are those of `lib`, fraction by fraction."""

from fractions import Fraction

import pytest

from book_ext.explorable_core import Core
from lib.reward_thresholds import reward_thresholds

LECTURE = ["...+", ".#.-", "...."]


@pytest.mark.parametrize("slip, gamma", [(0, 100), (20, 100), (10, 100), (20, 90), (0, 75)])
def test_the_breakpoints_are_those_of_lib_to_the_last_digit(slip, gamma):
    thresholds = Core("thresholds")
    maps = [LECTURE, ["..#+", "....", "-..."], ["....", ".+-.", "...."]]
    for rows in maps[: 1 if slip else 2]:
        found = [Fraction(int(p), int(q)) for p, q in thresholds("thresholds", rows, slip, gamma)]
        percent = {"slip": Fraction(slip, 100), "gamma": Fraction(gamma, 100)}
        points = [p for p in reward_thresholds(rows, **percent) if p.low == p.high]
        assert found == [p.low for p in reversed(points) if p.low <= 0]
    thresholds.close()


def test_a_map_without_exits_has_no_breakpoints_and_what_is_walled_in_does_not_count():
    thresholds = Core("thresholds")
    assert thresholds("thresholds", ["....", ".#.."], 20, 100) == []
    with_room = thresholds("thresholds", [".#..+", "##.#-", "....."], 0, 100)
    assert with_room == thresholds("thresholds", ["##..+", "##.#-", "....."], 0, 100)
    thresholds.close()
