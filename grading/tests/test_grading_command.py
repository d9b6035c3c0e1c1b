"""A batch of files of all kinds, and the command line."""

import json
import zipfile
from pathlib import Path

import pytest
import small_homework
from bs4 import BeautifulSoup
from results import result

from grading import command, report, sandbox, trial
from grading.batch import grade_all, grade_file
from grading.grade import grade
from grading.identify import identify
from grading.submission import Submission, Unreadable, read


@pytest.fixture
def files(tmp_path):
    """A homework, and a right, a wrong, a broken and an alien file."""
    homework = small_homework.load(tmp_path / "course")
    right = trial.write(tmp_path / "right.ipynb", trial.notebook(homework))
    half = trial.write(
        tmp_path / "half.ipynb", trial.notebook(homework, double="def double(x): return x * x")
    )
    (tmp_path / "empty.ipynb").touch()
    return homework, [tmp_path / "empty.ipynb", right, tmp_path / "missing.ipynb", half]


@pytest.fixture
def grade_by_command(files):
    """The command line, for the homework of `files`."""
    homework, _ = files
    return lambda *words: command.main(["grade", str(homework.course), *map(str, words)])


def test_a_batch_never_stops_for_one_file(files):
    homework, paths = files
    level = sandbox.best(homework.secrets)
    results = grade_all(paths, lambda _: homework, seed=3, level=level, jobs=2)
    found = {result.submission.rsplit("/", 1)[1]: result for result in results}
    assert found["right.ipynb"].score == 3.5 and found["half.ipynb"].score == 0.5
    assert found["half.ipynb"].questions[0].checks[1].message == "that is the square"
    assert found["empty.ipynb"].problem == "an empty file"
    assert found["missing.ipynb"].problem.startswith("cannot be read")


def test_a_fault_of_ours_costs_one_file_and_is_said(files, capsys):
    homework, paths = files

    def choose(submission):
        if any("x * x" in cell["source"] for cell in submission.cells):
            raise RuntimeError("a fault")
        return homework

    found = list(grade_all(paths, choose, seed=3, level=sandbox.NONE, jobs=1))
    assert [r.problem for r in found if r.problem and "grader" in r.problem] == [
        "the grader failed: RuntimeError: a fault"
    ]
    assert sum(r.score for r in found) == 3.5 and "a fault" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_has_a_result(files):
    homework, (empty, *_) = files
    found = grade_file(empty, lambda _: homework, seed=0, level=sandbox.NONE)
    assert found.problem == "an empty file" and found.questions == [] and found.score == 0.0


def test_only_some_questions_can_be_graded(files):
    homework, (_, right, *_) = files
    found = grade(homework, read(right), seed=0, level=sandbox.NONE, only={"choice"})
    assert [q.name for q in found.questions] == ["choice"] and found.points == found.score == 0.5


def test_the_command_line_grades(files, grade_by_command, tmp_path, capsys):
    _, paths = files
    marks, rows, html = (tmp_path / f"marks.{kind}" for kind in ("json", "csv", "html"))
    pages = tmp_path / "back"
    words = [*paths, "--seed", "5", "--jobs", "2", "--json", marks, "--csv", rows, "--html", html]
    assert grade_by_command(*words, "--isolation", "none", "--feedback", pages) == 1
    printed = capsys.readouterr().out
    assert printed.startswith("feedback only: not isolated. Not enforced: ")
    assert "[4/4]" in printed and "right.ipynb: 3.5 of 3.5" in printed
    lines = [json.loads(line) for line in marks.read_text().splitlines()]
    assert len(lines) == 4 and {line["seed"] for line in lines} == {5}
    assert len(rows.read_text().splitlines()) == 5
    assert html.read_text().count("<section") == 4
    listed = [a.get_text() for a in BeautifulSoup(html.read_text(), "html.parser").select("td a")]
    assert listed == sorted(map(str, paths))
    handed_back = {path.name: path.read_text() for path in pages.iterdir()}
    assert set(handed_back) == {f"{path.name}.html" for path in paths}
    assert all(text.count("<section") == 1 for text in handed_back.values())
    assert "3.5 of 3.5 points" in handed_back["right.ipynb.html"]
    assert grade_by_command("--isolation", "none", "--quiet", paths[1]) == 0


def test_feedback_of_files_of_the_same_name_stays_apart(files, grade_by_command, tmp_path):
    _, (_, right, *_) = files
    for student in ("a", "b"):
        (tmp_path / "in" / student).mkdir(parents=True)
        (tmp_path / "in" / student / "hw.ipynb").write_text(right.read_text())
    given = [tmp_path / "in" / "a" / ".." / student / "hw.ipynb" for student in ("a", "b")]
    assert grade_by_command(*given, "--isolation", "none", "--feedback", tmp_path / "out") == 0
    found = sorted(path for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert found == [tmp_path / "out" / student / "hw.ipynb.html" for student in ("a", "b")]


def test_a_page_that_cannot_be_written_does_not_stop_the_others(
    files, grade_by_command, tmp_path, capsys
):
    _, (_, right, *_) = files
    long = tmp_path / f"{'a' * 245}.ipynb"
    long.write_text(right.read_text())
    words = [long, right, "--isolation", "none", "--jobs", "1", "--feedback", tmp_path / "out"]
    assert grade_by_command(*words) == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["right.ipynb.html"]
    assert f"no page for {long.name}.html: File name too long" in capsys.readouterr().err


def test_the_command_line_refuses(files, grade_by_command, monkeypatch, capsys):
    homework, (_, right, *_) = files
    with pytest.raises(SystemExit, match="there is no homework hw9, only small"):
        grade_by_command(right, "--homework", "hw9")
    with pytest.raises(SystemExit, match="there is no homework hw8, only small"):
        command.main(["build", str(homework.course), "small", "hw8"])
    with pytest.raises(SystemExit, match=r"there is no homework in .*: no folder in it has"):
        command.main(["build", str(homework.folder)])
    for jobs in ("0", "-1", "two"):
        with pytest.raises(SystemExit, match="2"):
            grade_by_command(right, "--jobs", jobs)
    assert "argument --jobs: at least 1 is needed" in capsys.readouterr().err
    monkeypatch.setattr(sandbox, "works", lambda level, secrets: False)
    with pytest.raises(SystemExit, match="isolation by user does not work on this machine"):
        grade_by_command(right, "--isolation", "user")


@pytest.mark.parametrize("option", ["--json", "--csv", "--html", "--feedback"])
def test_the_command_line_refuses_where_nothing_can_be_written(option, files, grade_by_command):
    _, (_, right, *_) = files
    with pytest.raises(SystemExit, match=r"results cannot be written: .*/dev/null"):
        grade_by_command(right, "--isolation", "none", option, "/dev/null/x")


def test_a_notebook_s_homework_is_what_it_says_or_what_it_answers(tmp_path):
    one = small_homework.load(tmp_path)
    other = one._replace(name="other", questions=[one.questions[0]._replace(name="halve")])
    halve = [{"source": "def halve(x): return x", "question": None}]

    def found(homework, cells=halve, known=(one, other)):
        return identify(Submission("a.ipynb", cells, homework), list(known))

    double = [{"source": "x = 1", "question": "double"}]
    assert found("small", double) is one and found("small", []) is one
    assert found("small") is other, "it answers no question of the one that it names"
    assert found("unknown") is other
    assert found(None, double, [one]) is one
    for cells in (halve, [{"source": "x = 1  # double", "question": None}]):
        with pytest.raises(
            Unreadable, match="says of none, and answers too few questions of small"
        ):
            found(None, cells, [one])


def test_another_homework_in_its_place_is_told_so(tmp_path):
    """It may have one name in common; a homework that answers half of the questions is taken."""
    one = small_homework.load(tmp_path)
    many = one._replace(questions=[one.questions[0]._replace(name=n) for n in "abcd"])
    cells = [{"source": "def a(x): return x", "question": None}]
    with pytest.raises(Unreadable, match="not of this homework: it is of hw1, and answers too few"):
        identify(Submission("a.ipynb", cells, "hw1"), [many])
    cells.append({"source": "b = 1", "question": None})
    assert identify(Submission("a.ipynb", cells, "hw1"), [many]) is many


def test_the_command_line_builds(tmp_path, capsys):
    small_homework.write(tmp_path / "course")
    private, pins = tmp_path / "private", tmp_path / "pins.txt"
    pins.write_text("numpy==2.0")
    words = ["build", str(tmp_path / "course"), "--private", str(private)]
    assert command.main([*words, "--constraints", str(pins)]) == 0
    written = [Path(name).resolve() for name in capsys.readouterr().out.split()]
    student = tmp_path / "course" / "small.ipynb"
    instructor, autograder = (private / "small" / n for n in ("instructor.ipynb", "autograder.zip"))
    assert written == [student, instructor, autograder]
    assert "secret" not in student.read_text() and "secret" in instructor.read_text()
    with zipfile.ZipFile(autograder) as archive:
        assert archive.read("constraints.txt") == b"numpy==2.0\n"


def test_what_was_graded_before_a_kill_is_kept(tmp_path, grade_by_command, files):
    """Of two submissions one has its result already, and a line is cut short."""
    _, (_, right, *_) = files
    other = tmp_path / "other.ipynb"
    other.write_bytes(right.read_bytes())
    kept = result(submission=str(other), seed=11)
    place = tmp_path / "results.json"
    place.write_text(report.json_line(kept) + '{"submission": "')
    options = ("--isolation", "none", "--json", str(place), "--resume", "--quiet")
    grade_by_command(right, other, *options)
    first, second = report.read_json(place.read_text())
    assert first == kept and second.submission == str(right) and second.seed == 11
    with pytest.raises(SystemExit, match="name it"):
        grade_by_command(right, "--isolation", "none", "--resume")
