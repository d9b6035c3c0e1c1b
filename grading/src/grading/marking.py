"""What people mark: answers in words collected for them, their marks read, and put into results.

For each question that is answered in words a page shows all answers below the rubric, and a table
beside it (CSV: submission, question, points, comment) is filled in. A row may also be about a
question that checks have judged; then the mark counts instead of them.
"""

import csv
import io
from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from grading.homework import Homework, Written, tagged
from grading.report import harmless, printable, row
from grading.result import CheckResult, Mark, QuestionResult, Result
from grading.student import student
from grading.submission import Submission

COLUMNS = ["submission", "question", "points", "comment"]
WAITING = "not marked yet"
STYLE = """
:root { color-scheme: light dark; } body { margin: 0 auto; max-width: 52rem; padding: 1.5rem 1rem;
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; } img { max-width: 100%; }
pre { white-space: pre-wrap; font: inherit; border-left: .2rem solid #888; padding-left: .8rem; }
h2 { font-size: 1.1rem; margin-top: 2.5rem; }
"""


class Row(NamedTuple):
    """A mark, with the submission and the question that it is of."""

    submission: str
    question: str
    mark: Mark


def waiting(question: Written) -> QuestionResult:
    """A question in words before it is marked."""
    check = CheckResult(question.name, "marked by a person", question.points, False, WAITING)
    return QuestionResult(question.name, question.title, question.points, 0.0, [check])


def answer(homework: Homework, question: Written, submission: Submission) -> tuple[str, list[str]]:
    """The text and the pictures of an answer in words; an empty text where there is none.

    It is the cell of that tag, and the text cells that a student has put right below it.
    """
    cells = student(homework)["cells"]
    handed_out = {"".join(cell["source"]).strip(): cell for cell in cells}
    text, pictures, within = [], [], False
    for cell in submission.texts:
        ours = cell and handed_out.get(cell.source.strip())
        asked = tagged(ours, "written") if ours else cell and cell.written
        if asked or cell is None or ours:
            within = asked == question.name
        if within:
            text += [] if ours else [cell.source.strip()]
            pictures += cell.pictures
    return "\n\n".join(text), pictures


def page(homework: Homework, question: Written, submissions: Iterable[Submission]) -> str:
    """All answers to a question in words, below its rubric; formulas as they were written."""
    parts = [f"<h1>{escape(question.title)} ({question.points:g} points)</h1>"]
    parts += [f"<h2>Rubric</h2>\n<pre>{escape(question.rubric or 'none was written')}</pre>"]
    for submission in submissions:
        text, pictures = answer(homework, question, submission)
        parts.append(f"<h2>{escape(printable(submission.name))}</h2>")
        parts.append(f"<pre>{escape(text)}</pre>" if text else "")
        parts += [f'<p><img alt="a picture of the answer" src="{url}"></p>' for url in pictures]
        parts += [] if text or pictures else ["<p>no answer</p>"]
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(question.title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def table(question: Written, submissions: set[str], before: str) -> str:
    """The table to be filled in: what it was before, and a row for each new submission."""
    known = {_name(each) for each in _rows(before) if each["question"] == question.name}
    lines = [row([harmless(name), question.name, "", ""]) for name in submissions - known]
    before = before if before.endswith("\n") or not before else f"{before}\n"
    return "".join([before or row(COLUMNS), *sorted(lines)])


def read(text: str) -> list[Row]:
    """The marks in a table; rows without points wait. Raises ValueError that names all faults."""
    rows, faults = [], []
    reader = _rows(text)
    for each in reader:
        points, name = (each["points"] or "").strip(), _name(each)
        try:
            if points:
                comment = " ".join((each["comment"] or "").split())
                mark = Mark(float(points.replace(",", ".")), comment)
                rows.append(Row(name, (each["question"] or "").strip(), mark))
        except ValueError:
            faults.append(f"line {reader.line_num}: points must be a number, not {points!r}")
    if faults:
        raise ValueError("\n".join(faults))
    return rows


def _rows(text: str) -> csv.DictReader:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    if text and not {*COLUMNS} <= {*(reader.fieldnames or [])}:
        raise ValueError(f"its columns must be {', '.join(COLUMNS)}, not {reader.fieldnames}")
    return reader


def _name(each: dict) -> str:
    return (each["submission"] or "").strip().removeprefix("'")


def marked(results: list[Result], rows: list[Row], day: str) -> list[Result]:
    """The results with marks, each change in their logs with its day.

    Raises ValueError that names every mark of no result, out of range, or given twice.
    """
    given = {(each.submission, each.question): each.mark for each in rows}
    points = {(r.submission, q.name): q.points for r in results for q in r.questions}
    faults = [
        f"{name}: there is no result of a question {question}"
        for name, question in given.keys() - points.keys()
    ]
    faults += [
        f"{name}: {question}: {mark.points:g} is not between 0 and {points[name, question]:g}"
        for (name, question), mark in given.items()
        if not 0 <= mark.points <= points.get((name, question), float("inf"))
    ]
    twice = {each[:2] for each in rows if given[each[:2]] != each.mark}
    faults += [f"{name}: {question} is marked twice, differently" for name, question in twice]
    if faults:
        raise ValueError("\n".join(sorted(faults)))
    return [_marked(result, given, day) for result in results]


def _marked(result: Result, given: dict, day: str) -> Result:
    questions, log = [], [*result.log]
    for question in result.questions:
        mark = given.get((result.submission, question.name))
        if mark and mark != question.mark:
            changed = question._replace(mark=mark)
            log.append(changes(day, question, changed, changed.by_hand))
            question = changed
        questions.append(question)
    return result._replace(questions=questions, log=tuple(log))


def regraded(result: Result, anew: Result, day: str) -> Result:
    """A result with the questions that were graded anew; a person's marks stay."""
    found, log = {question.name: question for question in anew.questions}, [*result.log]
    if problem := anew.problem or result.problem:
        return result._replace(log=(*log, f"{day}: not graded anew: {problem}"))
    questions = []
    for question in result.questions:
        if question.name in found:
            changed = found[question.name]._replace(mark=question.mark)
            log.append(changes(day, question, changed, "graded anew"))
            question = changed
        questions.append(question)
    return result._replace(questions=questions, log=tuple(log), seed=anew.seed)


def changes(day: str, before: QuestionResult, after: QuestionResult, why: str) -> str:
    """A line of the log."""
    return f"{day}: {before.title}: {before.score:g} → {after.score:g} of {after.points:g}, {why}"
