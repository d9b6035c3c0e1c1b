"""The page "Performance": table and pictures, from results by hand and from those stored."""

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from book_ext import performance

ROOT = Path(__file__).parents[1]


def row(ratio, **changes):
    found = {
        "work": "a <net>, 3 steps",
        "peer": "Peer",
        "ours": 1.0,
        "theirs": ratio,
        "ratio": ratio,
        "quartiles": [0.9 * ratio, 1.1 * ratio],
        "quality": "loss",
        "quality_ours": 0.12345,
        "quality_theirs": 0.2,
    }
    return found | changes


RESULTS = {
    "rows": {"first": [row(2.04), row(0.5)], "second": [row(123.4)]},
    "growth": [
        {"name": "cubes", "x": "side", "points": [[10, 0.002], [100, 2.0]]},
        {"name": "lines", "x": "side", "points": [[10, 0.1], [20, 0.2], [40, 0.4]]},
        {"name": "other", "x": "width", "points": [[1, 1.0], [10, 1.0]]},
    ],
    "limits": [
        {"work": "a net", "what": "of the peak", "value": 71.26, "unit": "%"},
        {"work": "a grid", "what": "sweeps", "value": 1234.0, "unit": ""},
    ],
    "environment": {"machine": "x86_64", "versions": {"python": "3.11", "jax": "0.10"}},
    "date": "2026-11-30",
}


def svgs(part):
    return BeautifulSoup(performance.PARTS[part](RESULTS).astext(), "html.parser").find_all("svg")


def lines_of(table):
    rows = table.findall(lambda node: node.tagname == "row")
    return [[cell.astext() for cell in row.children] for row in rows]


def test_what_limits_a_row_in_three_digits():
    head, *lines = lines_of(performance.limits(RESULTS))
    assert head == performance.LIMITS_HEAD
    assert lines == [["a net", "of the peak", "71.3 %"], ["a grid", "sweeps", "1234"]]


def test_every_row_is_in_the_table_and_a_lost_one_says_so():
    lines = lines_of(performance.table(RESULTS))
    assert lines[0] == performance.HEAD
    assert [line[2] for line in lines[1:]] == [
        "2.0 (1.8 to 2.2)",
        "0.50 (0.45 to 0.55): we lose",
        "123 (111 to 136)",
    ]
    assert lines[1][3] == "loss: 0.123, 0.2"


def test_a_bar_goes_right_from_one_when_we_win_and_left_when_we_lose():
    (picture,) = svgs("ratios")
    won, lost, far = picture.find_all("g")
    assert [g["class"] for g in (won, lost, far)] == [["won"], ["lost"], ["won"]]
    ends = [(float(g.rect["x"]), float(g.rect["width"])) for g in (won, lost, far)]
    one = ends[0][0]
    assert sum(ends[1]) == pytest.approx(one, abs=0.2) and ends[2][0] == one
    # On a logarithmic axis 0.5 is as far as 2, and 123.4 is log 123.4/log 2 times that.
    assert ends[2][1] / ends[1][1] == pytest.approx(6.947, rel=0.01)
    assert won.title.text.startswith("a <net>")
    assert "1 of them lost" in picture["aria-label"]


def test_a_plot_for_each_size_with_the_slope_of_each_curve():
    sides, widths = svgs("growth")  # one plot has a cost that is constant
    assert sides["aria-label"].endswith("rising: cubes: slope 3.0; lines: slope 1.0")
    assert "other: slope 0.0" in widths["aria-label"]
    points = sides.find("polyline")["points"].split()
    (left, top), (right, bottom) = (map(float, point.split(",")) for point in points)
    decades = performance.SIDE / 3, performance.SIDE / 1  # 0.001 to 1 … 10; 10 to 100
    assert right - left == pytest.approx(decades[1], abs=0.2)
    assert top > bottom


@pytest.mark.parametrize("power", [0.5, 1, 2.5])
def test_slope_is_the_power(power):
    points = [[1, 99.0], *([n, 3 * n**power] for n in (5, 30))]  # a start that costs too much
    assert performance.slope(points) == pytest.approx(power)


def test_conditions_name_machine_versions_and_date():
    text = performance.conditions(RESULTS).astext()
    assert text == "Measured on 2026-11-30 on one core (x86_64), with python 3.11, jax 0.10."


RECORD = {"date": "2026-11-26", "device": "A card", "held": 9, "stored": 10, "tests": "7 passed"}


@pytest.mark.parametrize(
    "claims, since",
    [(10, ""), (12, "The book now has 12 claims: it is unrun there since they changed.")],
)
def test_the_last_run_on_an_accelerator_in_words(claims, since):
    record = RECORD | {"versions": {"jax": "0.11.2"}}
    text = performance.last_run(record, claims).astext()
    first = "Last run on 2026-11-26 on A card, with jax 0.11.2: 9 of 10 claims held. "
    assert text == (first + "Tests of lib: 7 passed. " + since).strip()


def test_the_stored_results_make_every_part():
    stored = json.loads((ROOT / performance.RESULTS).read_text(encoding="utf-8"))
    for part in performance.PARTS.values():
        assert part(stored).astext()
    named = set(re.findall(r"^\{performance\} (\w+)", page().replace("```", ""), re.MULTILINE))
    assert named == {*performance.PARTS, "accelerator"}
    record = json.loads((ROOT / performance.ACCELERATOR).read_text(encoding="utf-8"))
    assert performance.last_run(record, 1).astext()
    assert all(a["quality"] for a in performance.rows(stored))


def page():
    return (ROOT / "chapters" / "performance.md").read_text(encoding="utf-8")
