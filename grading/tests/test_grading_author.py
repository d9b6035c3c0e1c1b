"""An author's commands: what they print, and their status. What they do is tested elsewhere."""

import zipfile

import pytest
import small_homework

from grading import author, command
from grading.proof import Proof


@pytest.fixture
def course(tmp_path):
    return small_homework.write(tmp_path / "course").parent


def test_a_new_homework_and_what_comes_next(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert command.main(["new", "stats101", "--folder", "made"]) == 0
    *files, said = capsys.readouterr().out.splitlines()
    assert "made/stats101/source.ipynb" in files
    assert said == "next: grading build made, then grading prove made"
    with pytest.raises(SystemExit, match="is there already: choose another name"):
        command.main(["new", "stats101", "--folder", "made"])


def test_what_is_built_is_printed(course, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pins.txt").write_text("numpy==2.0")
    words = ["build", "course", "--private", "private", "--constraints", "pins.txt"]
    assert command.main(words) == 0
    written = capsys.readouterr().out.split()
    places = ["instructor.ipynb", "autograder.zip"]
    assert written == ["course/small.ipynb", *(f"private/small/{name}" for name in places)]
    with zipfile.ZipFile(written[-1]) as archive:
        assert archive.read("constraints.txt") == b"numpy==2.0\n"


def test_what_cannot_be_built_is_said(course, monkeypatch):
    with pytest.raises(SystemExit, match="no homework here has VARIANTS"):
        command.main(["build", str(course), "--for", "ada"])

    def fails(*_):
        raise ValueError("no such name")

    monkeypatch.setattr(author, "build", fails)
    with pytest.raises(SystemExit, match="nothing is written: no such name"):
        command.main(["build", str(course)])


@pytest.mark.parametrize(
    "lines, status",
    [
        (["double: 3 of 3; "], 0),
        (["double: 2 of 3; ", "  not noticed: line 1", "small: 2 of 3"], 1),
    ],
)
def test_changes_that_no_check_notices_fail(lines, status, course, monkeypatch, capsys):
    monkeypatch.setattr(author, "table", lambda homework: lines)
    assert command.main(["perturb", str(course)]) == status
    assert capsys.readouterr().out.splitlines() == lines


def test_each_proof_and_what_contradicts_it(course, monkeypatch, capsys):
    """A proof that holds comes last, and does not make up for another."""
    asked = []

    def prove(folder, seen):
        asked.append((folder.name, [path.name for path in seen]))
        yield Proof("it fails", 2, ["a line\nand a bell \a"])
        yield Proof("it holds", 3, [])

    monkeypatch.setattr(author, "prove", prove)
    assert command.main(["prove", str(course), "--seen", "a.html"]) == 1
    assert asked == [("small", ["a.html"])]
    assert capsys.readouterr().out.splitlines() == [
        "small", "  ✗ 1. it fails (2 tried)", "      a line�and a bell �",
        "  ✓ 2. it holds (3 tried)"
    ]  # fmt: skip
    monkeypatch.setattr(author, "prove", lambda *_: [Proof("it holds", 3, [])])
    assert command.main(["prove", str(course)]) == 0
