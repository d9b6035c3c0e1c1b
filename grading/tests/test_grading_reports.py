"""Marks as text, JSON, CSV and a page; and the command line, on files of all kinds."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
import small_homework
import submissions
from bs4 import BeautifulSoup

from grading import command, feedback, overview, report, sandbox
from grading.batch import grade_all, grade_file
from grading.channel import Channel, NoAnswer, Raised, Unanswered
from grading.check import Check
from grading.grade import grade
from grading.homework import Question
from grading.identify import identify
from grading.result import CheckResult, QuestionResult, Result, as_data
from grading.submission import Submission, Unreadable, read
from grading.verdict import verdicts

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
    assert made.score == 1.0 and made.questions[0].score == 1.0
    assert [check.score for check in made.questions[0].checks] == [1.0, 0.0]


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
    assert data["score"] == 1.0 and data["questions"][0]["checks"][1]["points"] == 2.5
    assert data["questions"][0]["score"] == 1.0 and data["isolation"] == "isolated by bubblewrap"
    assert data == json.loads(json.dumps(as_data(result())))
    assert report.json_line(result()).count("\n") == 1


def test_as_csv():
    text = report.csv_head(3) + report.csv_row(result(), 3)
    text += report.csv_row(unread(submission="=cmd()\n,x"), 3)
    rows = csv.DictReader(io.StringIO(text))
    one, two = rows
    assert rows.fieldnames[:4] == ["submission", "homework", "score", "points"]
    assert len(set(rows.fieldnames)) == len(rows.fieldnames)
    questions = ["question 1", "question 2", "question 3"]
    assert [one[question] for question in questions] == ["1.0", "0.0", ""]
    assert (one["score"], one["points"], one["seed"]) == ("1.0", "5.5", "7")
    assert two["submission"] == "'=cmd()�,x" and two["problem"] == "an empty file"
    assert {two[each] for each in ["score", "points", *questions]} == {""}
    assert report.harmless("-1") == "'-1" and report.harmless("a=1") == "a=1"


def test_as_a_page():
    soup = BeautifulSoup(feedback.page([result(), unread(submission=SCRIPT)]), "html.parser")
    assert not soup("script") and soup.html["lang"] == "en" and soup.h1 and soup.title
    links = [a["href"][1:] for a in soup.select("table a")]
    assert [soup.find(id=link).name for link in links] == ["section", "section"]
    assert "off by one half" in soup.get_text() and SCRIPT in soup.get_text()
    passed, failed = soup.select("li")
    assert passed.get_text().startswith("✓passed: ") and failed.get_text().startswith("✗failed: ")
    assert not soup.find(id="s0").select(".warn")
    assert "an empty file" in soup.find(id="s1").select_one(".warn").get_text()


def test_a_page_says_that_marks_are_not_to_be_trusted():
    text = feedback.page([result(level="none", missing=["no network"])])
    soup = BeautifulSoup(text, "html.parser")
    assert (
        "feedback only" in soup.select_one(".warn").get_text()
        and soup.title.get_text() == "Feedback"
    )


class Answers(Channel):
    """A channel that gives an answer, or raises it."""

    notes = ()

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
    notes, *found = verdicts(QUESTION, Answers(answer), 0)
    assert notes == ()
    return found


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
    assert messages(raising(MemoryError())) == [
        "the answer is so large that the check of it runs out of memory", None,
    ]  # fmt: skip
    for error in (NoAnswer("gone"), Raised("bad"), Unanswered("none")):
        assert messages(error) == [str(error)] * 2


def test_a_message_is_made_printable():
    first, second = messages(lambda x: "a\x1b[2J\n" + "x" * 600 if x == 1 else None)
    assert first.startswith("a [2J xxx") and len(first) < 510 and second is None


@pytest.fixture
def files(tmp_path):
    """A homework, and a right, a wrong, a broken and an alien file."""
    homework = small_homework.load(tmp_path / "course")
    right = submissions.write(tmp_path / "right.ipynb", submissions.notebook(homework))
    half = submissions.write(
        tmp_path / "half.ipynb",
        submissions.notebook(homework, double="def double(x): return x * x"),
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

    assert found("small") is one
    assert found("unknown") is other
    assert found(None, [{"source": "x = 1", "question": "double"}], [one]) is one
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


def test_a_homework_that_cannot_be_read_stops_no_other(tmp_path, capsys):
    small_homework.write(tmp_path / "course")
    small_homework.write(tmp_path / "course", name="broken", checks="1 / 0")
    (found,) = command.homeworks(tmp_path / "course", [])
    assert found.name == "small"
    assert "homework broken is left out: ZeroDivisionError" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        command.homeworks(tmp_path / "course", ["broken"])


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


def test_a_class_at_a_glance():
    """Messages that differ in numbers only are one; a submission that was not read has no share."""
    checks = [CheckResult("a", "one", 2.0, True, f"is wrong, by {by}") for by in ("0.31", "-2e-05")]
    results = [
        result(questions=[QuestionResult("f", "1. A <question>", 2.0, 0.1, [c])], points=2.0)
        for c in checks
    ]
    results += [result(), result(questions=[], points=2.0), unread()]
    found = overview.said(results)
    assert found[0] == (2, "1. A <question>", "one", "is wrong, by …")
    assert sorted(count for count, *_ in found[1:]) == [1, 1]
    counts = dict(overview.histogram(results))
    assert counts["0–10 %"] == 3 and counts["10–20 %"] == 1 and sum(counts.values()) == 4
    whole = result(questions=[QuestionResult("f", "F", 2.0, 0.1, [])], points=0.0)
    assert sum(count for _, count in overview.histogram([whole])) == 0
    text = feedback.page(results)
    assert "What was said most often" in text and "1. A &lt;question&gt;" in text
    assert "What was said most often" not in feedback.page(results[:1])


def test_a_result_comes_back_from_its_data():
    made = result(notes=("code cell 1: not run",))
    for each in (made, unread()):
        assert report.read_json(report.json_line(each)) == [each]
    cut = report.json_line(made)[:-9]
    assert report.read_json(report.json_line(unread()) + cut) == [unread()]


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


def test_shards_are_put_together_without_gaps_and_doubles(tmp_path, capsys):
    names = ["a.ipynb", "b.ipynb", "c.ipynb"]
    parts = [tmp_path / "1.json", tmp_path / "2.json"]
    for part, own in zip(parts, ("ac", "b"), strict=True):
        made = [result(submission=f"{letter}.ipynb") for letter in own]
        part.write_text("".join(map(report.json_line, made)))
    table = tmp_path / "all.csv"
    words = ["merge", *map(str, parts), "--csv", str(table), "--submissions"]
    assert command.main([*words, *names]) == 0
    rows = csv.DictReader(table.read_text().splitlines())
    assert [row["submission"] for row in rows] == names
    with pytest.raises(SystemExit, match=r"nothing is merged\nno result: d.ipynb"):
        command.main([*words, *names, "d.ipynb"])
    with pytest.raises(SystemExit, match=r"not among the submissions: c.ipynb"):
        command.main([*words, *names[:2]])
    with pytest.raises(SystemExit, match=r"2 results: b.ipynb"):
        command.main(["merge", *map(str, [*parts, parts[1]]), "--submissions", *names])


@pytest.mark.parametrize("text", ["0/2", "3/2", "x", "1", "-1/2"])
def test_a_shard_is_a_part_of_some(text):
    with pytest.raises(SystemExit):
        command.main(["grade", "course", "a.ipynb", f"--shard={text}"])
    assert command.shard("2/2") == (2, 2)
