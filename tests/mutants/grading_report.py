"""Faults of grading.report."""

from mutants import Mutant

TESTS = ("grading/tests/test_grading_reports.py",)

MUTANTS = [
    Mutant(
        "an unread file is graded 0", 'mark = "not graded" if result.problem else', "mark =", TESTS
    ),
    Mutant(
        "the hidden are called public",
        'where = "" if check.public',
        'where = "" if not check.public',
        TESTS,
    ),
    Mutant(
        "what was not reached is repeated",
        "if question.reason:",
        "if False:",
        TESTS,
    ),
    Mutant(
        "lines of JSON are not ended",
        'return json.dumps(as_data(result)) + "\\n"',
        "return json.dumps(as_data(result))",
        TESTS,
    ),
    Mutant(
        "columns in another order",
        '["submission", "homework", "score", "points", *scores, ',
        '["submission", "homework", "points", "score", *scores, ',
        TESTS,
    ),
    Mutant(
        "an unread file has marks",
        'total = ["", ""] if result.problem else [result.score, result.points]',
        "total = [result.score, result.points]",
        TESTS,
    ),
    Mutant("rows are not ended", 'lineterminator="\\n"', 'lineterminator=""', TESTS),
    Mutant("formulas are computed", '("=", "+", "-", "@", "\\t")', '("+", "@")', TESTS),
    Mutant(
        "names may break a line",
        '"".join(c if c.isprintable() else "�" for c in name)',
        "name",
        TESTS,
    ),
    Mutant(
        "a line that was cut is read",
        'if line.endswith("\\n"):',
        "if line:",
        TESTS,
    ),
]
