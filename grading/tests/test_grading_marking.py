"""What people mark: answers in words, their marks, overrides, and one question graded anew."""

import json

import pytest
import small_homework
from results import result, unread

from grading import (
    command,
    feedback,
    gradescope,
    marking,
    overview,
    report,
    student,
    submission,
    trial,
)
from grading.marking import Row
from grading.result import Mark
from grading.submission import Text, read

WRITTEN = [
    ("markdown", "## 3. Why", []),
    ("markdown", "*Your derivation:*", ["written:why", "points:2"]),
    ("markdown", "One point for *secret*, one for <b>.", ["rubric:why"]),
]
PICTURE = {"a.png": {"image/png": "iVBORw0KGgo="}, "b": {"image/svg+xml": "<svg/>"}, "c": 1}


def cell(source, tags=(), **more):
    return {"cell_type": "markdown", "metadata": {"tags": list(tags)}, "source": source} | more


@pytest.fixture
def homework(tmp_path):
    return small_homework.load(tmp_path / "course", cells=[*small_homework.CELLS, *WRITTEN])


@pytest.fixture
def handed_in(homework, tmp_path):
    """Writes the handed-out notebook with its written cell replaced by some others."""

    def write(name, *cells, **answers):
        made = student.student(homework)
        found = []
        for each in made["cells"]:
            tags = each["metadata"].get("tags", [])
            asked = [tag[9:] for tag in tags if tag.startswith("question:")]
            if asked and asked[0] in answers:
                each = each | {"source": answers[asked[0]]}
            found += cells if cells and "written:why" in tags else [each]
        return trial.write(tmp_path / name, made | {"cells": found})

    return write


def test_a_question_in_words_has_points_and_a_rubric_that_is_not_handed_out(homework):
    (why,) = homework.written
    assert (why.title, why.points, why.stub) == ("3. Why, in words", 2.0, "*Your derivation:*")
    assert homework.points == 5.5
    text = json.dumps(student.student(homework))
    assert "secret" not in text and "2 points for what you write" in text
    assert "2 for what you wrote in words" in text


def test_a_question_in_words_is_written_in_a_text_cell(tmp_path):
    cells = [*small_homework.CELLS, ("code", "x = 1", ["written:why", "points:2"])]
    with pytest.raises(ValueError, match="why: the cell tagged written:why must be one for text"):
        small_homework.load(tmp_path, cells=cells)


def test_text_cells_to_write_in_differ(tmp_path):
    second = ("markdown", "*Your derivation:* ", ["written:whynot", "points:1"])
    with pytest.raises(ValueError, match="small: two text cells to write in are alike"):
        small_homework.load(tmp_path, cells=[*small_homework.CELLS, *WRITTEN, second])


def test_an_answer_belongs_to_its_own_question(tmp_path):
    """Also where another cell below it is as it was handed out, or has lost its tag."""
    second = ("markdown", "*Why not:*", ["written:whynot", "points:1"])
    made = small_homework.load(tmp_path, cells=[*small_homework.CELLS, *WRITTEN, second])
    cells = [cell("*Your derivation:*"), cell("Because."), cell("*Why not:*"), cell("No.")]
    found = read(trial.write(tmp_path / "a.ipynb", trial.of_cells([]) | {"cells": cells}))
    texts = [marking.answer(made, question, found)[0] for question in made.written]
    assert texts == ["Because.", "No."]


@pytest.mark.parametrize(
    "cells, text",
    [
        ((), ""),
        ((cell("Because.", ["written:why"]),), "Because."),
        ((cell("*Your derivation:*"), cell("Below."), cell("More.")), "Below.\n\nMore."),
        ((cell("A.", ["written:why"]), cell("Receipt", ["written:other"])), "A."),
        ((cell("*Your derivation:*", ["written:why"]), {"cell_type": "code", "source": "1"},
          cell("no more")), ""),
        ((cell(["Be", "cause."], ["written:why"], attachments=PICTURE),), "Because."),
    ],
)  # fmt: skip
def test_an_answer_in_words_is_found(homework, handed_in, cells, text):
    found = marking.answer(homework, homework.written[0], read(handed_in("a.ipynb", *cells)))
    urls = ["data:image/png;base64,iVBORw0KGgo="] if "attachments" in json.dumps(cells) else []
    assert found == (text, urls)


def test_a_text_from_outside_may_be_anything(tmp_path):
    odd = [cell(7), cell("x", attachments=[1]), cell("x", attachments={"a": {"image/png": "<"}}), 5]
    path = trial.write(tmp_path / "a.ipynb", {"cells": odd, "nbformat": 4})
    texts = read(path).texts
    assert texts == (Text("", None, []), Text("x", None, []), Text("x", None, []), None)


def test_a_picture_that_is_too_large_is_left_out_and_that_is_said(tmp_path):
    large = {"image/png": "A" * submission.MAX_PICTURE}
    path = tmp_path / "a.ipynb"
    trial.write(path, {"cells": [cell("x", attachments={"a": large})], "nbformat": 4})
    assert read(path).texts == (Text("x\n\n(1 pictures are too large)", None, []),)


def test_who_handed_in_is_what_a_cell_says_last(tmp_path):
    cells = [("student = ''", []), ('x = 1\nstudent = "s1"  # me', []), ("student = f(2)", [])]
    assert read(trial.write(tmp_path / "a.ipynb", trial.of_cells(cells))).student == "s1"


def test_answers_are_on_a_page_below_the_rubric_and_no_script_is(homework, handed_in):
    script = cell("<script>alert(1)</script>", ["written:why"])
    paths = [handed_in("a.ipynb", script), handed_in("b.ipynb")]
    page = marking.page(homework, homework.written[0], map(read, paths))
    assert "<script>" not in page and "&lt;script&gt;" in page
    assert page.index("&lt;b&gt;") < page.index("a.ipynb") < page.index("b.ipynb")
    assert page.count("no answer") == 1


def test_a_table_grows_and_loses_nothing(homework):
    why = homework.written[0]
    first = marking.table(why, {"b", "=a"}, "")
    assert first == "submission,question,points,comment\n'=a,why,,\nb,why,,\n"
    filled = first.replace("b,why,,", "b,why,,think again").removesuffix("\n") + "\nb,double,1,x"
    assert marking.table(why, {"b", "c", "=a"}, filled) == filled + "\nc,why,,\n"
    with pytest.raises(ValueError, match="its columns must be submission, question, points"):
        marking.table(why, {"b"}, "a,b\n")


def test_marks_are_read():
    text = '\ufeffsubmission,question,points,comment\n\'=a,why,"1,5",good\nb,why,,later\n'
    assert marking.read(text) == [Row("=a", "why", Mark(1.5, "good"))]
    with pytest.raises(ValueError, match="line 2: points must be a number, not 'many'"):
        marking.read("submission,question,points,comment\na,why,many,\n")


def test_marks_count_and_are_logged():
    before = result()
    rows = [Row("a.ipynb", "f", Mark(3.0, "nearly")), Row("a.ipynb", "g", Mark(2.0, ""))]
    (after,) = marking.marked([before], rows, "2026-01-02")
    assert [q.score for q in after.questions] == [3.0, 2.0] and after.score == 5.0
    assert after.log == (
        "2026-01-02: 1. A question: 1 → 3 of 3.5, marked by a person, 3: nearly",
        "2026-01-02: 2. Another: 0 → 2 of 2, marked by a person, 2",
    )
    assert marking.marked([after], rows, "2026-01-03") == [after]
    assert report.read_json(report.json_line(after)) == [after]
    assert "marked by a person, 3: nearly" in report.text(after)
    assert "marked by a person, 3: nearly" in feedback.page([after])
    assert [row[0] for row in overview.said([after])] == []
    tests = gradescope.results(after)["tests"]
    assert [(test["score"], test["max_score"]) for test in tests] == [(3.0, 3.5), (2.0, 2.0)]


@pytest.mark.parametrize(
    "row, fault",
    [
        (Row("b.ipynb", "f", Mark(1, "")), "b.ipynb: there is no result of a question f"),
        (Row("a.ipynb", "h", Mark(1, "")), "a.ipynb: there is no result of a question h"),
        (Row("a.ipynb", "f", Mark(4, "")), "a.ipynb: f: 4 is not between 0 and 3.5"),
        (Row("a.ipynb", "f", Mark(-1, "")), "-1 is not between"),
        (Row("a.ipynb", "f", Mark(float("nan"), "")), "nan is not between"),
        (Row("a.ipynb", "g", Mark(2, "")), "a.ipynb: g is marked twice, differently"),
    ],
)
def test_a_mark_that_cannot_be_is_named(row, fault):
    with pytest.raises(ValueError, match=fault):
        marking.marked([result()], [Row("a.ipynb", "g", Mark(1, "")), row], "2026-01-02")


def test_a_question_graded_anew_keeps_the_mark():
    rows = [Row("a.ipynb", "f", Mark(3.0, "nearly"))]
    (marked,) = marking.marked([result()], rows, "2026-01-02")
    anew = result(questions=[q._replace(checks=[]) for q in result().questions])
    after = marking.regraded(marked, anew, "2026-01-03")
    assert [q.score for q in after.questions] == [3.0, 0.0] and after.questions[0].checks == []
    assert after.log[-1] == "2026-01-03: 2. Another: 0 → 0 of 2, graded anew"
    lost = marking.regraded(marked, unread(), "2026-01-03")
    assert lost.score == marked.score and lost.log[-1].endswith("not graded anew: an empty file")


def test_the_commands(homework, handed_in, tmp_path, capsys):
    """Graded, collected, marked, and one question graded anew, all from the command line."""
    because = cell("Because.", ["written:why"])
    right = handed_in(
        "a.ipynb", because, double="def double(x): return 2 * x", choice="choice = 'b'"
    )
    (tmp_path / "broken.ipynb").touch()
    files, course = [str(right), str(tmp_path / "broken.ipynb")], str(homework.course)
    place, table = tmp_path / "results.json", tmp_path / "marking" / "small-why.csv"
    grading = ["grade", course, *files, "--isolation", "none", "--json", str(place), "--quiet"]
    command.main(grading)
    (found,) = [r for r in report.read_json(place.read_text()) if not r.problem]
    assert (found.score, found.points) == (3.5, 5.5) and found.time == right.stat().st_mtime
    assert found.questions[-1].reason == marking.WAITING
    assert command.main(["written", course, *files, "--to", str(table.parent)]) == 1
    assert "left out" in capsys.readouterr().err
    assert "Because." in table.with_suffix(".html").read_text()
    table.write_text(table.read_text().replace("why,,", "why,7,"))
    with pytest.raises(SystemExit, match=r"nothing is written: marks: .*7 is not between 0 and 2"):
        command.main(["mark", str(place), str(table)])
    table.write_text(table.read_text().replace("why,7,", "why,1.5,short"))
    pages = tmp_path / "pages"
    assert command.main(["mark", str(place), str(table), "--feedback", str(pages)]) == 0
    assert "0 answers are not marked yet" in capsys.readouterr().out
    assert "1.5: short" in next(iter(pages.glob("a*"))).read_text()
    assert command.main([*grading, "--regrade", "double"]) == 0
    after = next(r for r in report.read_json(place.read_text()) if not r.problem)
    assert after.score == 5.0 and after.log[-1].endswith("3 → 3 of 3, graded anew")
    with pytest.raises(SystemExit, match="there is no question x, only double, choice"):
        command.main([*grading, "--regrade", "x"])
    with pytest.raises(SystemExit, match="no homework here has a cell tagged written"):
        small_homework.write(tmp_path / "other")
        command.main(["written", str(tmp_path / "other"), *files])
    place.write_text("{}\n")
    with pytest.raises(SystemExit, match="line 1 is no result of `grading grade --json`"):
        command.main(["mark", str(place), str(table)])
