"""Results → the gradebook of a course: who handed in what, when, and which attempt counts.

A roster is the table that Canvas or Moodle exports, or any other with a column `id`; what it says
of a student stays as it is, and a column for the homework is added, so that the same system reads
it again. What these systems read is what their importers do: `lib/gradebook_importer.rb` of
Canvas, `grade/import/csv/classes/load_data.php` of Moodle.
"""

import csv
import io
import math
import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import NamedTuple

from grading.report import row
from grading.result import Result

DAY = 86_400.0  # seconds
# By these columns a student may be named in a notebook or a file's name, whoever made the roster.
IDENTITIES = [
    "id", "ID", "SIS User ID", "SIS Login ID", "ID number", "Email address", "Username", "email",
]  # fmt: skip
KEPT = {  # the columns that a system needs to find its students again
    "Canvas": ["Student", "LastName", "FirstName", "ID", "SIS User ID", "SIS Login ID",
               "Integration ID", "Root Account", "Section"],
    "Moodle": ["First name", "Last name", "Username", "ID number", "Email address"],
}  # fmt: skip
NONE = {"Moodle": "-"}  # where it reads an empty cell as 0
TAKEN = {"Canvas": re.compile("(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)")}
POSSIBLE = "Points Possible"  # a row of Canvas, below the head, that is no student


class Rules(NamedTuple):
    """How attempts count. who: a pattern of file names whose first group is the student.

    due: seconds since 1970, or None. free: days late that cost nothing. off: the share of the score
    that each further day costs, a day that has begun included. last: the last attempt counts, else
    the best.
    """

    who: re.Pattern | None = None
    due: float | None = None
    free: int = 0
    off: float = 0.0
    last: bool = False


class Entry(NamedTuple):
    """What a student gets. result: the attempt that counts. days: how late it came."""

    score: float
    days: int
    attempts: int
    result: Result


class Roster(NamedTuple):
    """A table of students: its columns, and a dictionary for each row."""

    columns: list[str]
    rows: list[dict[str, str]]

    @property
    def students(self) -> list[dict[str, str]]:
        """The rows that are students; Canvas has others, which say how columns are graded."""
        return [each for each in self.rows if _is_student(each)]

    @property
    def system(self) -> str:
        """Whose table it is, Canvas or Moodle, or "" for another."""
        shared = {name: len({*needed} & {*self.columns}) for name, needed in KEPT.items()}
        most = max(shared, key=shared.__getitem__)
        return most if shared[most] >= 3 else ""

    @property
    def kept(self) -> list[str]:
        """The columns that are handed on: those that a known system needs, else all."""
        needed = KEPT.get(self.system, self.columns)
        return [name for name in self.columns if name in needed]


def roster(text: str) -> Roster:
    """The students in a table. Raises ValueError where no column says who they are."""
    text = text.removeprefix("\ufeff")
    separator = max(",;\t", key=text.partition("\n")[0].count)  # as Canvas and Moodle may be set
    reader = csv.DictReader(io.StringIO(text), delimiter=separator)
    columns = list(reader.fieldnames or [])
    if not {*IDENTITIES} & {*columns}:
        wanted = ", ".join(IDENTITIES)
        raise ValueError(f"the roster needs one of the columns {wanted}; it has {columns}")
    rows = [{name: each[name] or "" for name in columns} for each in reader]
    known = Roster(columns, rows)
    identities = [name for each in known.students for name in names(each)]
    twice = {name for name in identities if identities.count(name) > 1}
    if twice:
        raise ValueError(f"in the roster several students are {', '.join(sorted(twice))}")
    return known


def names(student: dict[str, str]) -> set[str]:
    """All that a student may be called by, in small letters."""
    return {student[key].strip().lower() for key in IDENTITIES if student.get(key, "").strip()}


def identity(student: dict[str, str]) -> str:
    """What a student is called first: by the first column that says who he is."""
    return next(student[key].strip() for key in IDENTITIES if student.get(key, "").strip())


def who(result: Result, rules: Rules) -> str:
    """Who handed in a submission: as its file's name says, else as the notebook does, else ""."""
    found = rules.who and rules.who.search(PurePath(result.submission).name)
    return ((found[1] or "") if found else "" if rules.who else result.student).strip().lower()


def entries(
    known: Roster, results: Iterable[Result], rules: Rules
) -> tuple[list[Entry | None], list[Result]]:
    """For each student of the roster the entry, or None, and the submissions of nobody in it."""
    place = {name: n for n, each in enumerate(known.students) for name in names(each)}
    attempts, strange = [[] for _ in known.students], []
    for result in results:
        number = place.get(who(result, rules))
        (strange if number is None else attempts[number]).append(result)
    return [_counted(each, rules) for each in attempts], strange


def exchanged(known: Roster, results: Iterable[Result], rules: Rules) -> list[Result]:
    """The submissions whose file is named after one student, and which say that they are another's.

    Both are in the roster; without a pattern of file names there are none.
    """
    place = {name: n for n, each in enumerate(known.students) for name in names(each)}
    found = []
    for result in results if rules.who else ():
        named, said = place.get(who(result, rules)), place.get(result.student.strip().lower())
        found += [result] if None not in (named, said) and named != said else []
    return found


def late(result: Result, due: float | None) -> int:
    """How many days late a submission came; a day that has begun counts."""
    return max(0, math.ceil((result.time - due) / DAY)) if due and result.time else 0


def _counted(attempts: list[Result], rules: Rules) -> Entry | None:
    """The attempt that counts; one that could not be graded only where there is no other."""
    made = []
    for result in sorted(attempts, key=lambda each: (each.time or 0.0, each.submission)):
        days = late(result, rules.due)
        left = max(0.0, 1 - rules.off * max(0, days - rules.free))
        made.append(Entry(round(result.score * left, 4), days, len(attempts), result))
    graded = [entry for entry in made if not entry.result.problem] or made
    if not graded:
        return None
    return graded[-1] if rules.last else max(graded, key=lambda entry: entry.score)


def table(known: Roster, found: list[Entry | None], column: str, points: float) -> str:
    """The gradebook: the roster's rows, with a column for the score; none without submission.

    Raises ValueError where the system takes a column of that name for one of its own.
    """
    if known.system in TAKEN and TAKEN[known.system].search(column):
        raise ValueError(f"{known.system} would leave out a column that is called {column}")
    scores = iter(found)
    extra = ["Feedback comments"] if known.system == "Moodle" else []
    lines = [row([*known.kept, column, *extra])]
    for each in known.rows:
        entry = next(scores) if _is_student(each) else None
        score = f"{entry.score:g}" if entry else NONE.get(known.system, "")
        score = f"{points:g}" if _possible(each) else score
        said = [remark(entry) if entry else ""] if extra else []
        lines.append(row([*(each[name] for name in known.kept), score, *said]))
    return "".join(lines)


def remark(entry: Entry) -> str:
    """An entry in words."""
    result = entry.result
    parts = [result.problem or f"{result.score:g} of {result.points:g} points"]
    parts += [f"{entry.days} days late: {entry.score:g} count"] if entry.days else []
    parts += [f"{entry.attempts} attempts"] if entry.attempts > 1 else []
    return "; ".join(parts)


def _is_student(each: dict[str, str]) -> bool:
    return bool(names(each)) and not _possible(each)


def _possible(each: dict[str, str]) -> bool:
    return any(value.strip() == POSSIBLE for value in each.values())
