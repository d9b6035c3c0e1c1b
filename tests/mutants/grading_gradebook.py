"""Faults of grading.gradebook."""

from mutants import Mutant

MUTANTS = [
    Mutant(
        "the row of points is a student", "bool(names(each)) and not", "bool(names(each)) or not"
    ),
    Mutant("all rows are students", "self.rows if _is_student(each)]", "self.rows]"),
    Mutant(
        "the last column says who",
        "next(student[key].strip() for key in IDENTITIES",
        "next(student[key].strip() for key in IDENTITIES[::-1]",
    ),
    Mutant("a row of nobody is a student", "bool(names(each)) and not", "not"),
    Mutant("all columns are handed on", "if name in needed]", "]"),
    Mutant("any table is of a system", "if shared[most] >= 3 else", "if shared[most] >= 0 else"),
    Mutant(
        "Moodle gets no comments", 'if known.system == "Moodle" else []', "if not known else []"
    ),
    Mutant("Moodle reads 0 for nothing", 'NONE = {"Moodle": "-"}', "NONE = {}"),
    Mutant("commas alone", 'max(",;\\t", key', 'max(",", key'),
    Mutant(
        "Canvas loses first names", '"Student", "LastName", "FirstName", "ID"', '"Student", "ID"'
    ),
    Mutant("a column of totals is written", "TAKEN[known.system].search(column):", "not column:"),
    Mutant("an exchange is not seen", "and named != said else []", "and named == said else []"),
    Mutant("strangers are exchanged", "if None not in (named, said) and", "if"),
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
        'if entry else NONE.get(known.system, "")',
        'if entry else "0"',
    ),
    Mutant("how late is not said", " if entry.days else []", " if not entry else []"),
    Mutant(
        "the row of points is forgotten", "any(value.strip() == POSSIBLE", "any(value == POSSIBLE"
    ),
]
