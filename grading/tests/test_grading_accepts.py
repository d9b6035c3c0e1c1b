"""What options accept, and what is said of anything else."""

import argparse

import pytest

from grading import command
from grading.accepts import days, moment, pattern, percent, positive, shard


@pytest.mark.parametrize(
    "kind, text, value",
    [
        (shard, "1/8", (1, 8)), (shard, "2/2", (2, 2)), (positive, "1", 1), (days, "0", 0),
        (days, "14", 14), (percent, "0", 0.0), (percent, "12.5", 12.5), (percent, "100", 100.0),
        (moment, "1970-01-02T00:00:10+00:00", 86_410.0),
    ],
)  # fmt: skip
def test_what_is_accepted(kind, text, value):
    assert kind(text) == value


def test_a_pattern_finds_the_student():
    assert pattern("^([0-9]+)_").search("12_a.ipynb")[1] == "12"


@pytest.mark.parametrize(
    "kind, texts, said",
    [
        (shard, ["0/2", "3/2", "x", "1", "-1/2", "1/x"], "for example 3/8"),
        (positive, ["0", "-1"], "at least 1 is needed"),
        (pattern, ["x", "("], "a pattern with a group"),
        (moment, ["soon", ""], "a time, for example"),
        (days, ["-1", "two", "1.5"], "a number of days, for example 2"),
        (percent, ["101", "-1", "x", "nan"], "percent, from 0 to 100"),
    ],
)
def test_anything_else_is_refused_with_an_example(kind, texts, said):
    for text in texts:
        with pytest.raises(argparse.ArgumentTypeError, match=said):
            kind(text)


def test_the_command_line_says_it(capsys):
    book = ["gradebook", "r.json", "--roster", "a", "--to", "b"]
    for words in (["grade", "course", "a.ipynb", "--shard=3/2"], [*book, "--per-day=101"]):
        with pytest.raises(SystemExit):
            command.main(words)
    said = capsys.readouterr().err
    assert "--shard: a part of how many" in said and "--per-day: percent, from 0" in said
