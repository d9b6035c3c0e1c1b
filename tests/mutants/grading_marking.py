"""Faults of grading.marking."""

from mutants import Mutant

MUTANTS = [
    Mutant("text below the cell is lost", "        if within:\n", "        if cell.written:\n"),
    Mutant("what is handed out is an answer", "[] if ours else [cell", "[] if not cell else [cell"),
    Mutant(
        "an answer goes on below code", "if asked or cell is None or ours:", "if asked or ours:"
    ),
    Mutant(
        "an answer goes on below ours", "asked or cell is None or ours:", "asked or cell is None:"
    ),
    Mutant(
        "a cell without its tag is lost",
        'tagged(ours, "written") if ours else',
        "None if ours else",
    ),
    Mutant("markup in an answer", "<pre>{escape(text)}</pre>", "<pre>{text}</pre>"),
    Mutant("markup in a rubric", "escape(question.rubric or", "(question.rubric or"),
    Mutant("all rows are written again", "in submissions - known]", "in submissions]"),
    Mutant(
        "what was filled in is lost", '"".join([before or row(COLUMNS)', '"".join([row(COLUMNS)'
    ),
    Mutant(
        "a name is taken for a formula", '[harmless(name), question.name, "", ""]', '[name, ""]'
    ),
    Mutant("a row without points is a zero", "            if points:\n", "            if True:\n"),
    Mutant("no decimal comma", 'float(points.replace(",", "."))', "float(points)"),
    Mutant("marks above the points", "if not 0 <= mark.points <=", "if 0 > mark.points or None is"),
    Mutant("marks below zero", "if not 0 <= mark.points <=", "if not mark.points <="),
    Mutant("the second mark counts", "given[each[:2]] != each.mark}", "given[each[:2]] is None}"),
    Mutant("an old mark is logged again", "if mark and mark != question.mark:", "if mark:"),
    Mutant("a person's mark is lost", "._replace(mark=question.mark)", "._replace(mark=None)"),
    Mutant("the log has no reason", "of {after.points:g}, {why}", "of {after.points:g}"),
    Mutant(
        "a failure is taken for a result",
        "if problem := anew.problem or result.problem:",
        "if problem := result.problem:",
    ),
    Mutant(
        "what waits has points", "question.points, False, WAITING)", "question.points, False, None)"
    ),
    Mutant("any columns", "if text and not {*COLUMNS} <=", "if text and {*COLUMNS} <"),
    Mutant("a name stays quoted", '.strip().removeprefix("\'")', ".strip()"),
]
