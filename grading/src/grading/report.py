"""Results as text, as JSON (a line for each submission), and as CSV (a row for each)."""

import csv
import io
import json

from grading.result import Result, as_data, from_data


def line(result: Result, number: int, total: int) -> str:
    """One submission in a line, for progress."""
    mark = "not graded" if result.problem else f"{result.score:g} of {result.points:g}"
    reason = f": {result.problem}" if result.problem else f", {result.seconds:.1f} s"
    return f"[{number}/{total}] {printable(result.submission)}: {mark}{reason}"


def text(result: Result) -> str:
    """One submission in full."""
    if result.problem:
        return f"{printable(result.submission)}: not graded: {result.problem}\n"
    lines = [
        f"{printable(result.submission)}: {result.score:g} of {result.points:g} points",
        f"  {result.isolation}; seed {result.seed}; {result.seconds:.1f} s",
    ]
    lines += [f"  {note}" for note in (*result.notes, *result.log)]
    for question in result.questions:
        lines.append(f"\n  {question.title} ({question.score:g} of {question.points:g})")
        lines += [f"    {question.by_hand}"] if question.mark else []
        if question.reason:  # no check was reached
            lines += [] if question.mark else [f"    ✗ {question.reason}"]
            continue
        for check in question.checks:
            mark = "✓" if check.message is None else "✗"
            where = "" if check.public else "  [only at grading]"
            lines.append(f"    {mark} {check.score:g}/{check.points:g} {check.title}{where}")
            lines += [f"        {check.message}"] if check.message else []
    return "\n".join(lines) + "\n"


def json_line(result: Result) -> str:
    """One submission as a line of JSON."""
    return json.dumps(as_data(result)) + "\n"


def read_json(text: str) -> list[Result]:
    """The results in lines of JSON; a last line that was cut short by a kill is left out.

    Raises ValueError where a line holds something else.
    """
    found = []
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        if line.endswith("\n"):
            try:
                found.append(from_data(json.loads(line)))
            except (ValueError, TypeError, KeyError, AttributeError):
                raise ValueError(f"line {number} is no result of `grading grade --json`") from None
    return found


def csv_head(questions: int) -> str:
    """The first row of a CSV file with columns for so many questions."""
    scores = [f"question {number + 1}" for number in range(questions)]
    return row(
        ["submission", "homework", "score", "points", *scores, "problem", "isolation", "seed"]
    )


def csv_row(result: Result, questions: int) -> str:
    """One submission's row; a cell that a spreadsheet would take for a formula is quoted."""
    total = ["", ""] if result.problem else [result.score, result.points]
    start = [harmless(printable(result.submission)), result.homework, *total]
    scores = [question.score for question in result.questions]
    scores += [""] * (questions - len(scores))
    return row([*start, *scores, harmless(result.problem or ""), result.isolation, result.seed])


def row(cells: list) -> str:
    """A row of CSV."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()


def harmless(text: str) -> str:
    """A text that no spreadsheet computes."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


def printable(name: str) -> str:
    """A file's name on one line, whatever is in it."""
    name = name.encode("utf-8", "replace").decode()
    return "".join(c if c.isprintable() else "�" for c in name)
