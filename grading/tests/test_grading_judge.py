"""Checks run in a process of their own: one that never ends, or takes all memory, stops nothing."""

import pytest
import small_homework

from grading import judge, sandbox, trial
from grading.batch import grade_all
from grading.channel import NoAnswer

CHECKS = """
import os
from grading.check import Check


def first(double):
    return "one" if double(1) == 1 else None


def harmed(double):
    number = double(1)
    if number == 2:
        bytearray(2**40)
    while number == 3:
        pass
    if number == 4:
        os._exit(1)


def last(double):
    return None


def right(choice):
    return None if choice == "b" else "no"


CHECKS = [Check("double", 1, each, public=True) for each in (first, harmed, last)]
CHECKS.append(Check("choice", 0.5, right, public=True))
"""
ENDLESS = "the check of this answer did not end within 8 s"
EARLY = "the check of this answer ended early (too much memory)"


@pytest.fixture
def homework(tmp_path, monkeypatch):
    """A homework with checks that some answers harm, and little time for each."""
    monkeypatch.setattr(judge, "SECONDS", 2.0)
    return small_homework.load(tmp_path / "course", checks=CHECKS)._replace(seconds=6.0)


def test_a_check_that_an_answer_harms_costs_that_question_only(homework, tmp_path):
    answers = {str(n): f"def double(x): return {n}" for n in (0, 1, 2, 3, 4)}
    paths = [
        trial.write(tmp_path / f"{name}.ipynb", trial.notebook(homework, double=answer))
        for name, answer in answers.items()
    ]
    results = grade_all(paths, lambda _: homework, seed=0, level=sandbox.NONE, jobs=2)
    found = {result.submission[-7:-6]: result for result in results}
    assert {name: result.score for name, result in found.items()} == {
        "0": 3.5, "1": 2.5, "2": 2.5, "3": 1.5, "4": 1.5,
    }  # fmt: skip
    said = {name: [c.message for c in result.questions[0].checks] for name, result in found.items()}
    assert said["0"] == [None, None, None] and said["1"] == ["one", None, None]
    assert said["2"][1].endswith("runs out of memory") and said["2"][2] is None
    assert said["3"] == [None, ENDLESS, f"not reached: {ENDLESS}"]
    assert said["4"] == [None, EARLY, f"not reached: {EARLY}"]


HOSTILE = {
    "zeros": "np.zeros((2**40, 0))",
    "rows": "np.zeros((2**24, 0))",
    "sides": "np.zeros([0] * 30)",
    "fractions": "[Fraction(1, 3)] * 150_000",
    "lists": "[[]] * 5_000_000",
}
LOOP = """
import numpy as np
from grading.check import Check


def rows(double, rng):
    for row in double(1):
        pass


def right(choice, rng):
    return None


CHECKS = [Check("double", 3, rows), Check("choice", 0.5, right)]
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_cheap_to_send_is_not_dear_to_check(name, tmp_path):
    homework = small_homework.load(tmp_path / "course", checks=LOOP)
    source = "import numpy as np\nfrom fractions import Fraction\n"
    source += f"def double(x): return {HOSTILE[name]}"
    notebook = trial.notebook(homework, double=source)
    path = trial.write(tmp_path / "a.ipynb", notebook)
    (result,) = grade_all([path], lambda _: homework, seed=0, level=sandbox.NONE, jobs=1)
    assert result.score == 0.5 and "the answer" in result.questions[0].checks[0].message


def test_checks_that_cannot_start_are_told(homework, monkeypatch):
    monkeypatch.setattr(judge.sys, "executable", "/bin/false")
    with pytest.raises(NoAnswer, match=r"its checks did not start \(EOFError\)"):
        judge.Judge(homework, [], 0)
