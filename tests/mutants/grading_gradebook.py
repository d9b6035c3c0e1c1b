"""Faults of grading.gradebook."""

from mutants import Mutant

MUTANTS = [
    Mutant("the row of points is a student", "if not _possible(each)]", "]"),
    Mutant(
        "all columns are handed on",
        "return [name for name in self.columns if name in most] if known else self.columns",
        "return self.columns",
    ),
    Mutant(
        "only known columns are kept", "if known else self.columns", "if True else self.columns"
    ),
    Mutant("Moodle gets no comments", 'return "ID number" in self.columns or', 'return "x" in'),
    Mutant("any table is a roster", "if not {*IDENTITIES} & {*columns}:", "if not columns:"),
    Mutant("two students of one name", "if identities.count(name) > 1}", "if not name}"),
    Mutant("capitals count", "student[key].strip().lower() for", "student[key].strip() for"),
    Mutant("the whole path is searched", "PurePath(result.submission).name", "result.submission"),
    Mutant(
        "what a notebook says counts though a pattern is given", 'else "" if rules.who else', "else"
    ),
    Mutant("nobody's submissions are lost", "strange if number is None", "[] if number is None"),
    Mutant("only whole days count", "math.ceil(", "math.floor("),
    Mutant("early gives days back", "return max(0, math.ceil", "return (0, math.ceil"),
    Mutant("free days cost", "max(0, days - rules.free)", "max(0, days)"),
    Mutant("a score below zero", "left = max(0.0, 1 -", "left = (1 -"),
    Mutant("an unread attempt counts", "if not entry.result.problem] or made", "] or made"),
    Mutant(
        "an unread attempt is none",
        "if not entry.result.problem] or made",
        "if not entry.result.problem]",
    ),
    Mutant("the first attempt counts", "graded[-1] if rules.last", "graded[0] if rules.last"),
    Mutant(
        "the last attempt counts", "else max(graded, key=", "else graded[-1] or max(graded, key="
    ),
    Mutant(
        "no submission is a zero",
        'f"{entry.score:g}" if entry else ""',
        'f"{entry.score:g}" if entry else "0"',
    ),
    Mutant("how late is not said", " if entry.days else []", " if not entry else []"),
    Mutant(
        "the row of points is forgotten", "any(value.strip() == POSSIBLE", "any(value == POSSIBLE"
    ),
]
