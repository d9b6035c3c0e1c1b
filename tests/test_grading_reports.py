"""Marks as text, JSON, CSV and a page; and the command line, on files of all kinds."""

import csv
import io
import json

import handed_in
import handed_out
import pytest
from bs4 import BeautifulSoup

from lib.grading import __main__ as command
from lib.grading import homework, page, report, sandbox
from lib.grading.batch import grade_all
from lib.grading.check import Check
from lib.grading.grade import grade, judge, outcome
from lib.grading.homework import Question
from lib.grading.result import CheckResult, QuestionResult, Result, as_data
from lib.grading.session import NoAnswer
from lib.grading.submission import Unreadable
from lib.grading.talk import Raised, Talk, Unanswered

SCRIPT = "<script>alert(1)</script>"


def result(**changed):
    checks = [
        CheckResult("a", "the first", 1.0, True, None),
        CheckResult("b", "the second", 2.5, False, f"off by one half {SCRIPT}"),
    ]
    questions = [
        QuestionResult("f", "1. A question", 3.5, 0.1, checks),
        QuestionResult("g", "2. Another", 2.0, 0.1, [CheckResult("c", "third", 2.0, True, "no")]),
    ]
    made = Result("a.ipynb", "hw", 5.5, None, "bubblewrap", [], 7, 1.25, questions)
    return made._replace(**changed)


def unread(**changed):
    return result(problem="an empty file", questions=[], points=0.0, homework="", **changed)


def test_marks_are_sums():
    made = result()
    assert made.earned == 1.0 and made.questions[0].earned == 1.0
    assert [check.earned for check in made.questions[0].checks] == [1.0, 0.0]


def test_how_far_marks_may_be_trusted():
    assert result().isolation == "isolated by bubblewrap"
    part = result(missing=["no network"], level="user")
    assert part.isolation == "isolated by user; not enforced: no network"
    none = result(level="none", missing=["a", "b"])
    assert none.isolation == "feedback only: not isolated (not enforced: a, b)"
    assert unread().isolation == "not run"


def test_as_text():
    text = report.text(result())
    assert "a.ipynb: 1 of 5.5 points" in text and "seed 7" in text
    assert "✓ 1/1 the first\n" in text
    assert "✗ 0/2.5 the second  [only at grading]\n        off by one half" in text
    assert "2. Another (0 of 2)\n    ✗ no" in text
    assert report.text(unread()) == "a.ipynb: not graded: an empty file\n"
    assert report.line(result(), 2, 9) == "[2/9] a.ipynb: 1 of 5.5, 1.2 s"
    assert report.line(unread(), 1, 9) == "[1/9] a.ipynb: not graded: an empty file"


def test_as_json():
    data = json.loads(report.json_line(result()))
    assert data["earned"] == 1.0 and data["questions"][0]["checks"][1]["points"] == 2.5
    assert data["questions"][0]["earned"] == 1.0 and data["isolation"] == "isolated by bubblewrap"
    assert data == json.loads(json.dumps(as_data(result())))
    assert report.json_line(result()).count("\n") == 1


def test_as_csv():
    text = report.csv_head(3) + report.csv_row(result(), 3)
    text += report.csv_row(unread(submission="=cmd()\n,x"), 3)
    rows = csv.DictReader(io.StringIO(text))
    one, two = rows
    assert rows.fieldnames[:4] == ["submission", "homework", "marks", "of"]
    assert len(set(rows.fieldnames)) == len(rows.fieldnames)
    marks = ["question 1", "question 2", "question 3"]
    assert [one[mark] for mark in marks] == ["1.0", "0.0", ""]
    assert (one["marks"], one["of"], one["seed"]) == ("1.0", "5.5", "7")
    assert two["submission"] == "'=cmd()�,x" and two["problem"] == "an empty file"
    assert {two[each] for each in ["marks", "of", *marks]} == {""}
    assert report.harmless("-1") == "'-1" and report.harmless("a=1") == "a=1"


def test_as_a_page():
    soup = BeautifulSoup(page.page([result(), unread(submission=SCRIPT)]), "html.parser")
    assert not soup("script") and soup.html["lang"] == "en" and soup.h1 and soup.title
    links = [a["href"][1:] for a in soup.select("table a")]
    assert [soup.find(id=link).name for link in links] == ["section", "section"]
    assert "off by one half" in soup.get_text() and SCRIPT in soup.get_text()
    passed, failed = soup.select("li")
    assert passed.get_text().startswith("✓passed: ") and failed.get_text().startswith("✗failed: ")
    assert not soup.find(id="s0").select(".warn")
    assert "an empty file" in soup.find(id="s1").select_one(".warn").get_text()


def test_a_page_says_that_marks_are_not_to_be_trusted():
    text = page.page([result(level="none", missing=["no network"])])
    soup = BeautifulSoup(text, "html.parser")
    assert (
        "feedback only" in soup.select_one(".warn").get_text()
        and soup.title.get_text() == "Feedback"
    )


class Answers(Talk):
    """A talk that gives an answer, or raises it."""

    def __init__(self, answer):
        self.given = answer

    def answer(self):
        if isinstance(self.given, Exception):
            raise self.given
        return self.given


def first(answer):
    """first"""
    return answer(1)


def second(answer):
    """second"""
    return answer(2)


QUESTION = Question(
    "q", "Q", 3.0, "", "", [Check("q", 1, first, public=True), Check("q", 2, second, public=True)]
)


def messages(answer):
    return [check.message for check in judge(QUESTION, Answers(answer), 0)]


def raising(error, when=1):
    def answer(x):
        if x == when:
            raise error

    return answer


def test_each_check_is_judged():
    assert messages(lambda x: None) == [None, None]
    assert messages(lambda x: "wrong" if x == 2 else None) == [None, "wrong"]
    assert messages(raising(Raised("ValueError: x"))) == ["ValueError: x", None]
    assert messages(raising(Unanswered("not answered yet"))) == ["not answered yet", None]
    assert messages(raising(NoAnswer("gone"))) == ["gone", "not reached: gone"]
    assert messages(raising(NoAnswer("gone"), 2)) == [None, "gone"]
    assert messages(raising(TypeError("no len()"))) == [
        "the answer has another form than the question asks for: no len()", None,
    ]  # fmt: skip
    for error in (NoAnswer("gone"), Raised("bad"), Unanswered("none")):
        assert messages(error) == [str(error)] * 2


def test_a_message_is_made_printable():
    found = outcome(QUESTION.checks[0], "a\x1b[2J\n" + "x" * 600)
    assert found.message.startswith("a [2J xxx") and len(found.message) < 510
    assert outcome(QUESTION.checks[1], None).earned == 2.0


@pytest.fixture
def files(tmp_path):
    """A right, a wrong, a broken and an alien file, and their homework."""
    made = handed_out.load(tmp_path)
    right = handed_in.write(tmp_path / "right.ipynb", handed_in.notebook(made))
    half = handed_in.write(
        tmp_path / "half.ipynb", handed_in.notebook(made, double="def double(x): return x * x")
    )
    (tmp_path / "empty.ipynb").touch()
    return made, [tmp_path / "empty.ipynb", right, tmp_path / "missing.ipynb", half]


def test_a_batch_never_stops_for_one_file(files):
    made, paths = files
    found = {
        r.submission.rsplit("/", 1)[1]: r
        for r in grade_all(paths, lambda *_: made, seed=3, level=sandbox.best(), jobs=2)
    }
    assert found["right.ipynb"].earned == 3.5 and found["half.ipynb"].earned == 0.5
    assert found["half.ipynb"].questions[0].checks[1].message == "that is the square"
    assert found["empty.ipynb"].problem == "an empty file"
    assert found["missing.ipynb"].problem.startswith("cannot be read")


def test_a_fault_of_ours_costs_one_file_and_is_said(files, capsys):
    made, paths = files

    def choose(said, cells):
        if any("x * x" in cell["source"] for cell in cells):
            raise RuntimeError("a fault")
        return made

    found = list(grade_all(paths, choose, seed=3, level=sandbox.NONE, jobs=1))
    assert [r.problem for r in found if r.problem and "grader" in r.problem] == [
        "the grader failed: RuntimeError: a fault"
    ]
    assert sum(r.earned for r in found) == 3.5 and "a fault" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_has_a_result(files):
    made, (empty, *_) = files
    found = grade(made, empty, seed=0, level=sandbox.NONE)
    assert found.problem == "an empty file" and found.questions == [] and found.earned == 0.0


def test_only_some_questions_can_be_graded(files):
    made, (_, right, *_) = files
    found = grade(made, right, seed=0, level=sandbox.NONE, only={"choice"})
    assert [q.name for q in found.questions] == ["choice"] and found.points == found.earned == 0.5


def test_the_command_line_grades(files, tmp_path, monkeypatch, capsys):
    made, paths = files
    monkeypatch.setattr(homework, "names", lambda: ["small"])
    monkeypatch.setattr(homework, "load", lambda name: made)
    marks, rows, html = (tmp_path / f"marks.{kind}" for kind in ("json", "csv", "html"))
    pages = tmp_path / "back"
    words = ["grade", *map(str, paths), "--seed", "5", "--jobs", "2", "--json", str(marks)]
    words += ["--csv", str(rows), "--html", str(html), "--isolation", "none"]
    words += ["--feedback", str(pages)]
    assert command.main(words) == 1
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
    assert command.main(["grade", str(paths[1]), "--isolation", "none", "--quiet"]) == 0


def test_feedback_of_files_of_the_same_name_stays_apart(files, tmp_path, monkeypatch):
    made, (_, right, *_) = files
    monkeypatch.setattr(homework, "names", lambda: ["small"])
    monkeypatch.setattr(homework, "load", lambda name: made)
    for student in ("a", "b"):
        (tmp_path / "in" / student).mkdir(parents=True)
        (tmp_path / "in" / student / "hw.ipynb").write_text(right.read_text())
    given = [tmp_path / "in" / "a" / ".." / student / "hw.ipynb" for student in ("a", "b")]
    words = ["grade", *map(str, given), "--isolation", "none", "--feedback", str(tmp_path / "out")]
    assert command.main(words) == 0
    found = sorted(path for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert found == [tmp_path / "out" / student / "hw.ipynb.html" for student in ("a", "b")]


def test_a_page_that_cannot_be_written_does_not_stop_the_others(
    files, tmp_path, monkeypatch, capsys
):
    made, (_, right, *_) = files
    monkeypatch.setattr(homework, "names", lambda: ["small"])
    monkeypatch.setattr(homework, "load", lambda name: made)
    long = tmp_path / f"{'a' * 245}.ipynb"
    long.write_text(right.read_text())
    words = ["grade", str(long), str(right), "--isolation", "none", "--jobs", "1"]
    assert command.main([*words, "--feedback", str(tmp_path / "out")]) == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["right.ipynb.html"]
    assert f"no page for {long.name}.html: File name too long" in capsys.readouterr().err


def test_the_command_line_refuses(files, monkeypatch, capsys):
    made, paths = files
    monkeypatch.setattr(homework, "names", lambda: ["small"])
    monkeypatch.setattr(homework, "load", lambda name: made)
    monkeypatch.setattr(sandbox, "works", lambda level: False)
    with pytest.raises(SystemExit, match="there is no homework hw9, only small"):
        command.main(["grade", str(paths[1]), "--homework", "hw9"])
    with pytest.raises(SystemExit, match="there is no homework hw8, only small"):
        command.main(["build", "small", "hw8"])
    for jobs in ("0", "-1", "two"):
        with pytest.raises(SystemExit, match="2"):
            command.main(["grade", str(paths[1]), "--jobs", jobs])
    assert "argument --jobs: at least 1 is needed" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="isolation by user does not work on this machine"):
        command.main(["grade", str(paths[1]), "--isolation", "user"])


@pytest.mark.parametrize("option", ["--json", "--csv", "--html", "--feedback"])
def test_the_command_line_refuses_where_nothing_can_be_written(option, files, monkeypatch):
    made, (_, right, *_) = files
    monkeypatch.setattr(homework, "names", lambda: ["small"])
    monkeypatch.setattr(homework, "load", lambda name: made)
    with pytest.raises(SystemExit, match=r"results cannot be written: .*/dev/null"):
        command.main(["grade", str(right), "--isolation", "none", option, "/dev/null/x"])


def test_a_notebook_s_homework_is_what_it_says_or_what_it_answers(tmp_path):
    one = handed_out.load(tmp_path)
    other = one._replace(name="other", questions=[one.questions[0]._replace(name="halve")])
    known = {"small": one, "other": other}
    halve = [{"source": "def halve(x): return x", "question": None}]
    assert command.which(known, "small", halve) is one
    assert command.which(known, "unknown", halve) is other
    assert command.which({"small": one}, None, halve) is one
    with pytest.raises(Unreadable, match="answers no question of any"):
        command.which(known, None, [{"source": "x = 1", "question": None}])


def test_the_command_line_builds(tmp_path, monkeypatch, capsys):
    made = handed_out.load(tmp_path)
    monkeypatch.setattr(homework, "names", lambda: ["small"])
    monkeypatch.setattr(homework, "load", lambda name, folder: made)
    monkeypatch.setattr(command.build, "PRIVATE", tmp_path / "private")
    monkeypatch.setattr(command.build.gradescope, "autograder", lambda made: b"a zip file")
    assert command.main(["build", "small"]) == 0
    written = capsys.readouterr().out.split()
    assert written[0] == str(tmp_path / "small.ipynb") and len(written) == 3
    assert "secret" not in (tmp_path / "small.ipynb").read_text()
    assert "secret" in (tmp_path / "private" / "small" / "instructor.ipynb").read_text()
