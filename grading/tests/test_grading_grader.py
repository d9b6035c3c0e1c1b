"""The commands that grade: which files, which seed, what is kept. Grading itself is replaced."""

import csv

import pytest
import small_homework
from results import result, unread

from grading import command, grader, report, sandbox
from grading.result import Mark


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """The command `grade` with some words: what it asked for; a file `x…` cannot be read."""
    small_homework.write(tmp_path / "course")
    monkeypatch.chdir(tmp_path)
    calls = []

    def grade_all(paths, choose, *, seed, level, jobs, only):
        calls.append(([str(path) for path in paths], seed, level.name, only))
        for path in paths:
            made = unread if path.name.startswith("x") else result
            yield made(submission=str(path), seed=seed)

    monkeypatch.setattr(grader, "grade_all", grade_all)

    def ask(*words, status=0):
        assert command.main(["grade", "course", *words, "--isolation", "none"]) == status
        return calls.pop()

    return ask


def results(path):
    return report.read_json(path.read_text())


def test_a_shard_is_of_the_files_in_order(asked):
    files = ["c.ipynb", "a.ipynb", "d.ipynb", "b.ipynb"]
    assert asked(*files, "--shard", "1/2")[0] == ["a.ipynb", "c.ipynb"]
    assert asked(*files, "--shard", "2/2")[0] == ["b.ipynb", "d.ipynb"]


def test_a_seed_is_drawn_or_given(asked):
    assert asked("a.ipynb")[1] != asked("a.ipynb")[1]
    assert asked("a.ipynb", "--seed", "0")[1] == 0


def test_one_question_alone(asked):
    assert asked("a.ipynb")[-1] is None
    assert asked("a.ipynb", "--only", "double")[-1] == {"double"}
    for option in ("--only", "--regrade"):
        with pytest.raises(SystemExit, match="there is no question x, only double, choice"):
            asked("a.ipynb", option, "x", "--json", "r.json")


def test_what_is_said_while_it_grades(asked, capsys):
    asked("a.ipynb", "x.ipynb", "--quiet", status=1)
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("feedback only: not isolated. Not enforced: ")
    assert [line[:5] for line in said[1:]] == ["[1/2]", "[2/2]"]
    asked("a.ipynb")
    assert "1. A question (1 of 3.5)" in capsys.readouterr().out


def test_why_it_is_not_bubblewrap_is_said(asked, monkeypatch, capsys):
    monkeypatch.setattr(sandbox, "best", lambda secrets: sandbox.USER)
    monkeypatch.setattr(sandbox, "why_not", lambda secrets: "it is not installed")
    assert command.main(["grade", "course", "a.ipynb"]) == 0
    assert capsys.readouterr().out.startswith("not by bubblewrap: it is not installed\n[1/1]")


def test_what_has_a_result_is_not_graded_again(asked, tmp_path):
    place = tmp_path / "r.json"
    options = ("--json", str(place), "--resume")
    assert asked("a.ipynb", *options, "--seed", "11")[0] == ["a.ipynb"], "there is no file yet"
    assert asked("a.ipynb", "b.ipynb", *options)[:2] == (["b.ipynb"], 11)
    assert [each.submission for each in results(place)] == ["a.ipynb", "b.ipynb"]
    for words in (["--resume"], ["--regrade", "double"]):
        with pytest.raises(SystemExit, match="name it"):
            asked("a.ipynb", *words)


def test_a_question_is_graded_anew_where_there_is_a_result(asked, tmp_path, capsys):
    """What a person gave stays; the seed is that of the results."""
    place, before = tmp_path / "r.json", result(seed=11)
    f, g = before.questions
    marked = before._replace(questions=[f._replace(mark=Mark(3.0, "")), g])
    place.write_text("".join(map(report.json_line, [marked, result(submission="b.ipynb")])))
    options = ("--json", str(place), "--regrade", "choice")
    assert asked("a.ipynb", *options) == (["a.ipynb"], 11, "none", {"choice"})
    assert [each.submission for each in results(place)] == ["a.ipynb", "b.ipynb"]
    assert results(place)[0].questions[0].score == 3.0
    assert asked("a.ipynb", "c.ipynb", *options, status=1)[0] == ["a.ipynb"]
    assert capsys.readouterr().err == "no result yet: c.ipynb\n"


def test_shards_are_put_together_without_gaps_and_doubles(tmp_path):
    names = ["a.ipynb", "b.ipynb", "c.ipynb"]
    parts = [tmp_path / "1.json", tmp_path / "2.json"]
    for part, own in zip(parts, ("ac", "b"), strict=True):
        made = [(unread if name == "a" else result)(submission=f"{name}.ipynb") for name in own]
        part.write_text("".join(map(report.json_line, made)))
    table = tmp_path / "all.csv"
    words = ["merge", *map(str, parts), "--csv", str(table), "--submissions"]
    assert command.main([*words, *names]) == 0
    rows = list(csv.DictReader(table.read_text().splitlines()))
    assert [row["submission"] for row in rows] == names and rows[1]["question 2"] == "0.0"
    with pytest.raises(SystemExit, match=r"nothing is merged\nno result: d.ipynb"):
        command.main([*words, *names, "d.ipynb"])
    with pytest.raises(SystemExit, match=r"not among the submissions: c.ipynb"):
        command.main([*words, *names[:2]])
    with pytest.raises(SystemExit, match=r"2 results: b.ipynb"):
        command.main(["merge", *map(str, [*parts, parts[1]]), "--submissions", *names])


def test_the_level_that_is_asked_for_or_the_strongest(monkeypatch):
    monkeypatch.setattr(sandbox, "best", lambda secrets: sandbox.USER)
    monkeypatch.setattr(sandbox, "works", lambda level, secrets: level != sandbox.USER)
    lesser = sandbox.BUBBLEWRAP._replace(enforced=sandbox.BUBBLEWRAP.enforced - {"count"})
    monkeypatch.setattr(sandbox, "measured", lambda level: lesser)
    assert grader.usable_level(None, ()) == sandbox.USER
    assert grader.usable_level("bubblewrap", ()) == lesser
    with pytest.raises(SystemExit, match="isolation by user does not work on this machine"):
        grader.usable_level("user", ())
