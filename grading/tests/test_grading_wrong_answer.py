"""A wrong answer is the right one with fragments replaced, each of which must be there once."""

import re

import pytest

from grading.wrong_answer import WrongAnswer, load

RIGHT = "def f(x):\n    return x + 1, x"


def wrong(edits):
    return WrongAnswer("a fault", edits, 0, {})


def test_all_edits_are_made():
    assert wrong({"def f": "def g", "+ 1": "- 1"}).apply(RIGHT) == "def g(x):\n    return x - 1, x"


def test_a_later_edit_sees_an_earlier_one():
    assert wrong({"+ 1": "* 2", "x * 2": "y"}).apply(RIGHT) == "def f(x):\n    return y, x"


@pytest.mark.parametrize("fragment, times", [("x", 3), ("z", 0)])
def test_a_fragment_that_is_not_there_once_is_an_error(fragment, times):
    said = f"the fragment of 'a fault' must occur once, but occurs {times} times:\n{fragment}"
    with pytest.raises(ValueError, match=re.escape(said)):
        wrong({fragment: "y"}).apply(RIGHT)


def test_the_wrong_answers_of_a_homework_are_read(tmp_path):
    text = "from grading.wrong_answer import WrongAnswer\n"
    text += 'WRONG = {"f": [WrongAnswer("a fault", {"+ 1": ""}, 0.5, {"check": "words"})]}\n'
    (tmp_path / "wrong.py").write_text(text)
    assert load(tmp_path) == {"f": [WrongAnswer("a fault", {"+ 1": ""}, 0.5, {"check": "words"})]}
