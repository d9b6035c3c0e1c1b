"""Faults of grading.variant."""

from mutants import Mutant

MUTANTS = [
    Mutant(
        "everybody has the same", "_hash(homework, key(student), name)", "_hash(homework, name)"
    ),
    Mutant("homeworks share numbers", "_hash(homework, key(student)", "_hash(key(student)"),
    Mutant(
        "each number has the same hash",
        "_hash(homework, key(student), name)",
        '_hash(homework, key(student), "")',
    ),
    Mutant("words run together", "json.dumps(words)", '"".join(words)'),
    Mutant("capitals count", "return student.strip().lower()", "return student.strip()"),
    Mutant("a comment is lost", "(?=  #|$)", "$"),
    Mutant("a name may be missing", "if count != 1:", "if count > 1:"),
    Mutant("another's notebook is not named", "if not handed_out_to or", "if True or"),
    Mutant("a file's name may lead elsewhere", '"\\w[\\w.@+ -]*"', '".*"'),
]
