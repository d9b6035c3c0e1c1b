"""The commands for what people do with results: answers in words, marks, the gradebook."""

import datetime
import sys
from pathlib import Path

from grading import gradebook, marking, report
from grading.build import write
from grading.course import chosen
from grading.files import Files
from grading.identify import identify
from grading.result import Result
from grading.submission import Unreadable, read


def today() -> str:
    """The day, for a log."""
    return datetime.date.today().isoformat()


def results_of(path: Path) -> list[Result]:
    """The results in a file; stops where there are none."""
    try:
        return report.read_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        sys.exit(f"{path} cannot be read: {error}")


def run_written(options) -> int:
    """Collect the answers in words; marks that are in the tables already stay."""
    known = chosen(options)
    if not any(homework.written for homework in known):
        sys.exit("no homework here has a cell tagged written:NAME")
    submissions, status = {homework.name: [] for homework in known}, 0
    for path in options.files:
        try:
            submission = read(path)
            submissions[identify(submission, known).name].append(submission)
        except Unreadable as error:
            print(f"left out: {report.printable(str(path))}: {error}", file=sys.stderr)
            status = 1
    for homework in known:
        own = sorted(submissions[homework.name], key=lambda submission: submission.name)
        for question in homework.written if own else ():
            place = options.to / f"{homework.name}-{question.name}"
            page, table = place.with_suffix(".html"), place.with_suffix(".csv")
            before = _text(table) if table.is_file() else ""
            names = {submission.name for submission in own}
            after = _or_stop(table, marking.table, question, names, before)
            write(table, after.encode())
            write(page, marking.page(homework, question, own).encode())
            print(f"{page}: {len(own)} answers; fill in {table}")
    return status


def run_mark(options) -> int:
    """Put people's marks into results, all or none."""
    results = results_of(options.results)
    rows = [r for path in options.tables for r in _or_stop(path, marking.read, _text(path))]
    made = _or_stop("marks", marking.marked, results, rows, today())
    columns = max((len(result.questions) for result in made), default=0)
    parent = Files.parent_of([result.submission for result in made])
    Files(
        options.results, options.csv, options.html, options.feedback, parent=parent, columns=columns
    ).begin(made)
    left = sum(
        q.reason == marking.WAITING and not q.mark for result in made for q in result.questions
    )
    print(f"{len(rows)} marks are in {options.results}; {left} answers are not marked yet")
    return 0


def run_gradebook(options) -> int:
    """Write the gradebook, and say who is missing; the status is 1 where a submission is nobody's.

    Only what one homework has given goes into a column.
    """
    results = results_of(options.results)
    wanted = options.homework or next((r.homework for r in results if r.homework), "")
    others = {r.homework for r in results} - {wanted, ""}
    if others and not options.homework:
        sys.exit(f"results of several homeworks: choose by --homework {wanted}, or another")
    results = [result for result in results if result.homework in (wanted, "")]
    rules = gradebook.Rules(
        options.who, options.due, options.free_days, options.per_day / 100, options.last
    )
    known = _or_stop(options.roster, gradebook.roster, _text(options.roster))
    found, strange = gradebook.entries(known, results, rules)
    points = max((result.points for result in results), default=0.0)
    column = options.column or wanted
    book = _or_stop(options.to, gradebook.table, known, found, column, points)
    write(options.to, book.encode())
    for student, entry in zip(known.students, found, strict=True):
        name = " ".join(student[key] for key in known.kept if student[key])
        print(f"{report.printable(name)}: {gradebook.remark(entry) if entry else 'nothing'}")
    for result in strange:
        who = gradebook.who(result, rules) or "it does not say who"
        print(f"nobody's: {report.printable(result.submission)}: {who}", file=sys.stderr)
    for result in gradebook.exchanged(known, results, rules):
        name = report.printable(result.submission)
        print(f"another's: {name}: says that it is of {result.student}", file=sys.stderr)
    waiting = sum(
        q.reason == marking.WAITING and not q.mark for e in found if e for q in e.result.questions
    )
    if waiting:
        print(f"{waiting} answers in words are not marked yet", file=sys.stderr)
    return int(bool(strange))


def students(options) -> list[str]:
    """For whom notebooks are to be built: those who are named, or all of a roster."""
    if not options.roster:
        return options.students
    known = _or_stop(options.roster, gradebook.roster, _text(options.roster))
    return [*options.students, *map(gradebook.identity, known.students)]


def _text(path):
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        sys.exit(f"{path} cannot be read: {error}")


def _or_stop(where, function, *arguments):
    try:
        return function(*arguments)
    except ValueError as error:
        sys.exit(f"nothing is written: {where}: {error}")
