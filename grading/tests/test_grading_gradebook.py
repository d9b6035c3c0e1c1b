"""The gradebook: who handed in what, when, and what Canvas and Moodle read."""

import csv
import io
import re

import pytest
from results import result, unread

from grading import command, gradebook, report
from grading.gradebook import Rules
from grading.result import Mark

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Old\n"
    "    Points Possible,,,,,10\n"
    '"Noether, Emmy",1,S1,emmy,A,3\n"Gauss, Carl",2,S2,carl,A,4\n'
)
MOODLE = (
    "\ufeffFirst name,Last name,ID number,Email address,Old\n"
    "Emmy,Noether,s1,e@x.org,1\nCarl,Gauss,s2,c@x.org,2\n"
)
DAY = 86_400.0


def by(student, score=5.5, **changed):
    """A result of a student with some score."""
    questions = [result().questions[0]._replace(mark=Mark(score, ""))]
    return result(student=student, questions=questions, **changed)


@pytest.mark.parametrize("name", ["s1", "S1", " emmy ", "1"])
def test_students_are_known_by_each_of_their_names(name):
    known = gradebook.roster(CANVAS)
    (first, second), strange = gradebook.entries(known, [by(name), by("x")], Rules())
    assert first.score == 5.5 and second is None
    assert [each.student for each in strange] == ["x"]


def test_a_file_s_name_says_who():
    rules = Rules(who=re.compile(r"^([a-z]+)_"))
    known = gradebook.roster(CANVAS)
    made = [by("s2", submission="in/s1/emmy_hw.ipynb"), by("s2", submission="hw.ipynb")]
    (first, second), strange = gradebook.entries(known, made, rules)
    assert first.result is made[0] and second is None and strange == [made[1]]


def test_canvas_reads_it():
    known = gradebook.roster(CANVAS)
    found, _ = gradebook.entries(known, [by("s1", 4.25)], Rules())
    assert gradebook.table(known, found, "HW 1 (77)", 6.0) == (
        "Student,ID,SIS User ID,SIS Login ID,Section,HW 1 (77)\n"
        "    Points Possible,,,,,6\n"
        '"Noether, Emmy",1,S1,emmy,A,4.25\n"Gauss, Carl",2,S2,carl,A,\n'
    )


def test_moodle_reads_it():
    known = gradebook.roster(MOODLE)
    found, _ = gradebook.entries(known, [by("C@X.org", 4)], Rules())
    assert gradebook.table(known, found, "HW", 6.0) == (
        "First name,Last name,ID number,Email address,HW,Feedback comments\n"
        "Emmy,Noether,s1,e@x.org,-,\nCarl,Gauss,s2,c@x.org,4,4 of 5.5 points\n"
    )


def read_by_canvas(text):
    """What Canvas's importer makes of a table: (student's ID → grade, points), or it refuses.

    A student's columns come first and end with the section. A row is about points where its first
    cell says so; rows of commas are left out. Columns of totals are taken for Canvas's own.
    """
    first, *rows = list(csv.reader(io.StringIO(text)))
    name = 2 if first[0] == "LastName" and first[1] == "FirstName" else 1
    assert (name == 2 or "Student" in first[0]) and "ID" in first[name]
    last = name + 1
    if first[last : last + 2] == ["SIS User ID", "SIS Login ID"]:
        last += 2 + (first[last + 2] == "Integration ID")
        last += first[last] == "Root Account"
    elif first[last] == "SIS Login ID":
        last += 1
    assert "Section" in first[last]
    (column,) = first[last + 1 :]
    assert not re.search("Current|Final|Override", column)
    rows = [each for each in rows if any(cell.strip() for cell in each)]
    points = [each[-1] for each in rows if "Points Possible" in each[0]]
    return {e[name]: e[-1] for e in rows if "Points Possible" not in e[0]}, *points


def read_by_moodle(text, identifier):
    """What Moodle's importer makes of a table: what a column says of who it is → (grade, feedback).

    In a column that is new an empty cell is 0; "-" is no grade. Feedback without a grade beside it
    would remove the grade.
    """
    rows = list(csv.DictReader(io.StringIO(text)))
    made = {}
    for each in rows:
        grade, feedback = list(each.values())[-2:]
        assert list(each)[-1] == "Feedback comments" and each[identifier]
        made[each[identifier]] = (None if grade.strip() == "-" else float(grade or 0), feedback)
    return made


@pytest.mark.parametrize(
    "head, emmy, carl",
    [
        ("Student,ID,SIS User ID,SIS Login ID,Section", '"N, Emmy",1,S1,emmy,A', '"G",2,S2,carl,A'),
        ("Student,ID,SIS Login ID,Section", '"N, Emmy",1,emmy,A', '"G, Carl",2,carl,A'),
        ("Student,ID,Section", '"N, Emmy",1,A', '"G, Carl",2,"A, B"'),
        ("LastName,FirstName,ID,SIS User ID,SIS Login ID,Section", "N,E,1,S1,emmy,A",
         "G,C,2,S2,carl,A"),
        ("Student,ID,SIS User ID,SIS Login ID,Integration ID,Root Account,Section",
         '"N",1,S1,emmy,i,r,A', '"G",2,S2,carl,i,r,A'),
    ],
)  # fmt: skip
@pytest.mark.parametrize("separator", [",", ";"])
def test_canvas_reads_it_whatever_columns_it_has_exported(head, emmy, carl, separator):
    """Also with the rows that say how columns are posted, and in a country with semicolons."""
    blank = "," * head.count(",")
    lines = [f"{head},Old (1),Final Score", f"{blank},Manual Posting,",
             f"    Points Possible{blank},10,(read only)", f"{emmy},3,4", f"{carl},,"]  # fmt: skip
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(csv.reader(lines))
    known = gradebook.roster(text.getvalue())
    assert known.system == "Canvas" and len(known.students) == 2
    found, strange = gradebook.entries(known, [by("1", 4.25)], Rules())
    grades, points = read_by_canvas(gradebook.table(known, found, "HW 1 (77)", 6.0))
    assert grades == {"1": "4.25", "2": ""} and points == "6" and strange == []


def test_canvas_has_columns_of_its_own():
    known = gradebook.roster(CANVAS)
    with pytest.raises(ValueError, match="Canvas would leave out a column that is called Final G"):
        gradebook.table(known, [None, None], "Final Grade of HW", 6.0)
    assert "Final HW" in gradebook.table(known, [None, None], "Final HW", 6.0)


@pytest.mark.parametrize(
    "head, emmy, carl, identifier",
    [
        ("First name,Last name,ID number,Institution,Email address", "E,N,s1,X,e@x.org",
         "C,G,s2,X,C@x.org", "Email address"),
        ("First name,Last name,Username", "E,N,s1", "C,G,s2", "Username"),
        ("First name\tLast name\tID number", "E\tN\ts1", "C\tG\ts2", "ID number"),
    ],
)  # fmt: skip
def test_moodle_reads_it_whatever_it_has_exported(head, emmy, carl, identifier):
    """Who has handed in nothing keeps no grade, in a column that is new too."""
    known = gradebook.roster(f"{head}\n{emmy}\n{carl}\n")
    found, _ = gradebook.entries(known, [by("s1", 4.25)], Rules())
    if "Email" in head:
        assert "C@x.org" in gradebook.table(known, found, "HW", 6.0), "it minds capitals"
    made = list(read_by_moodle(gradebook.table(known, found, "HW", 6.0), identifier).values())
    assert made == [(4.25, "4.25 of 5.5 points"), (None, "")]


def test_any_other_table_is_kept_as_it_is():
    known = gradebook.roster("id,group\n7,a\n")
    found, _ = gradebook.entries(known, [by("7", 1)], Rules())
    assert gradebook.table(known, found, "HW", 6.0) == "id,group,HW\n7,a,1\n"


@pytest.mark.parametrize(
    "text, fault",
    [
        ("", "the roster needs one of the columns id, ID"),
        ("name\nA\n", "it has \\['name'\\]"),
        ("id\na\nA\n", "in the roster several students are a"),
    ],
)
def test_a_roster_that_cannot_be_used(text, fault):
    with pytest.raises(ValueError, match=fault):
        gradebook.roster(text)


@pytest.mark.parametrize(
    "time, days", [(0.0, 0), (1000.0, 0), (1000.5, 1), (1000 + DAY, 1), (1001 + DAY, 2), (None, 0)]
)
def test_days_late(time, days):
    assert gradebook.late(by("s1", time=time), 1000.0) == days
    assert gradebook.late(by("s1", time=time), None) == 0


def test_late_days_cost_what_they_cost_and_the_best_attempt_counts():
    known = gradebook.roster(CANVAS)
    made = [
        by("s1", 4, time=900.0),
        by("s1", 5, time=1000 + 2.5 * DAY),
        unread(student="s1", time=1e9),
    ]
    rules = Rules(due=1000.0, free=1, off=0.1)
    (entry, _), _ = gradebook.entries(known, made, rules)
    assert (entry.score, entry.days, entry.attempts) == (4, 0, 3)
    assert gradebook.remark(entry) == "4 of 5.5 points; 3 attempts"
    (entry, _), _ = gradebook.entries(known, made, rules._replace(last=True))
    assert (entry.score, entry.days) == (4, 3)
    assert gradebook.remark(entry) == "5 of 5.5 points; 3 days late: 4 count; 3 attempts"
    (entry, _), _ = gradebook.entries(known, made[1:], rules._replace(off=1.0))
    assert entry.score == 0
    (entry, _), _ = gradebook.entries(known, [unread(student="s1")], rules)
    assert entry.score == 0 and gradebook.remark(entry) == "an empty file"


def test_the_command(tmp_path, capsys):
    place, roster, book = (tmp_path / name for name in ("r.json", "roster.csv", "book.csv"))
    roster.write_text(CANVAS)
    made = [by("s1", 4, time=2e9), by("nobody", submission="x.ipynb")]
    place.write_text("".join(map(report.json_line, made)))
    words = ["gradebook", str(place), "--roster", str(roster), "--to", str(book)]
    late = ["--due", "2001-01-01", "--free-days", "1", "--per-day", "50"]
    assert command.main([*words, *late]) == 1
    printed = capsys.readouterr()
    assert "Noether, Emmy 1 S1 emmy A: 4 of 5.5 points; " in printed.out
    assert "Gauss, Carl 2 S2 carl A: nothing" in printed.out
    assert "nobody's: x.ipynb: nobody" in printed.err
    assert '"Noether, Emmy",1,S1,emmy,A,0\n' in book.read_text()
    place.write_text("".join(map(report.json_line, [made[0], by("s2", homework="other")])))
    with pytest.raises(SystemExit, match="several homeworks: choose by --homework hw, or another"):
        command.main(words)
    assert command.main([*words, "--homework", "other"]) == 0
    assert '"Gauss, Carl",2,S2,carl,A,5.5\n' in book.read_text()
    roster.write_text("name\n")
    with pytest.raises(SystemExit, match=r"nothing is written: .*the roster needs one of"):
        command.main([*words, "--homework", "other"])


def test_a_student_is_called_by_the_first_column_that_says_who():
    called = [gradebook.identity(each) for each in gradebook.roster(CANVAS).students]
    assert called == ["1", "2"]
    lost = gradebook.roster(MOODLE.replace("s2", " "))
    assert [gradebook.identity(each) for each in lost.students] == ["s1", "c@x.org"]


def test_a_file_of_another_student_is_named():
    """Where names of files say who has handed in, and the notebook says that it is another's."""
    known = gradebook.roster("id,name\nada,A\nbob,B\n")
    rules = Rules(who=re.compile(r"^([a-z]+)_"))
    said = [("ada", "Ada"), ("bob", "ada"), ("bob", "nobody"), ("bob", "")]
    some = [result(submission=f"{name}_1.ipynb", student=text) for name, text in said]
    assert gradebook.exchanged(known, some, rules) == [some[1]]
    assert gradebook.exchanged(known, some, Rules()) == []
