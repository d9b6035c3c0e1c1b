"""Marks as text, JSON, CSV and a page, of one and of a class."""

import csv
import io
import json

from bs4 import BeautifulSoup
from results import SCRIPT, result, unread

from grading import feedback, overview, report
from grading.result import CheckResult, QuestionResult, as_data


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
    checks = [CheckResult(name, name, 1.0, True, "not answered yet") for name in "ab"]
    untouched = result(questions=[QuestionResult("f", "F", 2.0, 0.1, checks)])
    assert overview.said([untouched, untouched]) == [(2, "F", "all", "not answered yet")]
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
