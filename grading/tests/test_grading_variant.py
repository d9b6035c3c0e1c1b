"""Numbers that each student has for himself, in a small homework on statistics."""

import json

import pytest
import small_homework

from grading import build, command, leaks, prove, sandbox, student, trial, variant
from grading.batch import grade_all
from grading.homework import load

CHECKS = '''
"""Checks."""
from grading.check import Check, compare

rate, level = 3, 0.95
VARIANTS = {"rate": range(2, 40), "level": (0.9, 0.95, 0.99)}


def no_call(chance):
    """no call"""
    return None if abs(chance(0) * 2.718281828**rate - 1) < 1e-4 else "wrong for no call"


def calls(chance, rng):
    """any number of calls"""
    n = int(rng.integers(1, 4))
    right = 2.718281828459045 ** -rate * rate**n / (n if n < 3 else 6)
    return compare(chance(n), right, what="the chance")


def halves(tails, rng):
    """both tails"""
    return compare(tails, 1 - level, what="the tails", mistakes={"one tail": 0.5 - level / 2})


CHECKS = [
    Check("chance", 1, no_call, public=True),
    Check("chance", 2, calls),
    Check("tails", 1, halves),
]
'''
NUMBERS = """\
student = ""  # your number, as the course knows you
rate = 3  # calls in an hour
level = 0.95"""
CHANCE = """\
def chance(calls):
    \"\"\"The chance of so many calls in an hour.\"\"\"
    ### BEGIN SOLUTION
    return math.exp(-rate) * rate**calls / math.factorial(calls)
    ### END SOLUTION"""
TAILS = "### BEGIN SOLUTION\ntails = 1 - level\n### END SOLUTION"
CELLS = [
    ("markdown", "# Statistics", []),
    ("code", "import math", ["given"]),
    ("code", NUMBERS, ["variant"]),
    ("markdown", "## 1. Calls", []),
    ("code", CHANCE, ["question:chance", "points:3"]),
    ("markdown", "## 2. Tails", []),
    ("code", TAILS, ["question:tails", "points:1"]),
]
WRONG = """
from grading.wrong_answer import WrongAnswer

WRONG = {
    "chance": [WrongAnswer("e to the rate", {"exp(-rate)": "exp(rate)"}, score=0,
                           messages={"no_call": "wrong", "calls": "wrong"})],
    "tails": [WrongAnswer("one", {"1 - level": "(1 - level) / 2"}, score=0,
                          messages={"halves": "one tail"})],
}
"""


@pytest.fixture
def statistics(tmp_path):
    folder = small_homework.write(tmp_path / "course", CELLS, CHECKS, "statistics")
    (folder / "wrong.py").write_text(WRONG)
    return load(folder)


def answered(homework, path, changed=()):
    """Somebody's notebook with all answers, handed in; changed: pairs of texts."""
    made = student.student(homework)
    answers = {q.name: q.solution for q in homework.questions}
    for cell in made["cells"]:
        (tag,) = [t for t in cell["metadata"].get("tags", []) if t.startswith("question:")] or [""]
        cell["source"] = answers.get(tag.removeprefix("question:"), "".join(cell["source"]))
        for old, new in changed:
            cell["source"] = cell["source"].replace(old, new)
    return trial.write(path, made)


def graded(homework, *paths):
    found = grade_all(list(paths), lambda _: homework, seed=1, level=sandbox.NONE, jobs=1)
    return {each.submission: each for each in found}


def test_numbers_depend_on_the_student_alone_and_on_nothing_installed():
    choices = {"rate": range(2, 40), "level": (0.9, 0.95, 0.99)}
    assert variant.numbers("statistics", "ada", choices) == {"rate": 36, "level": 0.9}
    assert variant.numbers("statistics", " Ada ", choices) == {"rate": 36, "level": 0.9}
    others = [variant.numbers("statistics", f"s{n}", choices) for n in range(200)]
    assert len({each["rate"] for each in others}) == 38
    assert all(50 < sum(o["level"] == each for o in others) < 90 for each in choices["level"])
    assert variant.numbers("other", "ada", choices) != variant.numbers("statistics", "ada", choices)


def test_a_cell_has_a_students_numbers():
    found = variant.assigned(NUMBERS, {"student": "ada", "rate": 7, "level": 0.9})
    assert found == NUMBERS.replace('""', '"ada"').replace("3", "7").replace("0.95", "0.9")
    with pytest.raises(ValueError, match="must have one line `mean = …`: 0"):
        variant.assigned(NUMBERS, {"mean": 1})


def test_the_published_notebook_has_the_numbers_of_the_checks(statistics, tmp_path):
    assert statistics.numbers == {"rate": 3, "level": 0.95} and statistics.student == ""
    text = json.dumps(student.student(statistics))
    assert "rate = 3  # calls" in text and '"variant": ' not in text
    assert statistics.of("") is statistics
    assert statistics._replace(seconds=2.0).of("ada").seconds == 2.0


def test_each_student_has_a_notebook_of_his_own(statistics, tmp_path, capsys):
    """The receipt says whose numbers it has."""
    roster = tmp_path / "roster.csv"
    roster.write_text("id,name\nada,Ada\nbob,Bob\n")
    words = ["build", str(statistics.course), "--private", str(tmp_path / "private")]
    assert command.main([*words, "--roster", str(roster), "--for", "eve"]) == 0
    place = tmp_path / "private" / "statistics" / "variants"
    assert {path.stem for path in place.iterdir()} == {"ada", "bob", "eve"}
    made = json.loads((place / "ada.ipynb").read_text())
    assert made["metadata"]["variant"] == "ada"
    text = "\n".join("".join(cell["source"]) for cell in made["cells"])
    assert 'student = "ada"  # your number' in text and "rate = 36  # calls in an hour" in text
    assert "statistics: Statistics, with the numbers of ada" in text
    assert capsys.readouterr().out.count("variants") == 3
    with pytest.raises(
        SystemExit, match=r"nothing is written: no notebook can be built for \.\./x"
    ):
        command.main([*words, "--for", "../x"])


def test_a_homework_without_numbers_of_ones_own_says_so(tmp_path):
    made = small_homework.load(tmp_path / "course")
    assert made.of("ada") is made and build.variants(made, tmp_path, ["ada"]) == {}
    with pytest.raises(SystemExit, match="no homework here has VARIANTS"):
        command.main(["build", str(made.course), "--for", "ada"])


@pytest.mark.parametrize(
    "old, new, message",
    [
        ("rate, level = 3, 0.95", "rate = 3", "must assign, and VARIANTS give choices: .'level'"),
        ("range(2, 40)", "range(0)", "must assign, and VARIANTS give choices: .'rate'"),
        ('VARIANTS = {', 'mean = 1\nVARIANTS = {"mean": (1, 2), ', "must have one line `mean = …`"),
    ],
)  # fmt: skip
def test_an_author_is_told_what_is_missing(tmp_path, old, new, message):
    with pytest.raises(ValueError, match=message):
        small_homework.load(tmp_path, cells=CELLS, checks=CHECKS.replace(old, new))
    with pytest.raises(ValueError, match="VARIANTS needs a cell tagged variant"):
        small_homework.load(tmp_path / "2", cells=CELLS[:2] + CELLS[3:], checks=CHECKS)


def test_checks_ask_with_the_numbers_of_who_hands_in(statistics, tmp_path):
    """Also where the cell of the numbers is gone; public checks see the same, whatever it says."""
    ada, carl = statistics.of("ada"), statistics.of("carl")
    right = answered(ada, tmp_path / "right.ipynb")
    lost = [('student = "ada"  # your', "# your"), ("rate = 36 ", "# "), ("level = 0.9", "")]
    gone = answered(ada, tmp_path / "gone.ipynb", lost)
    easier = answered(ada, tmp_path / "easier.ipynb", [("rate = 36 ", "rate = 1 ")])
    value = [("tails = 1 - level", f"tails = {1 - ada.numbers['level']}")]
    copied = answered(ada, tmp_path / "copied.ipynb", [*value, ('"ada"', '"carl"')])
    assert ada.numbers["level"] != carl.numbers["level"]
    found = graded(statistics, right, gone, easier, copied)
    scores = [found[str(path)].score for path in (right, gone, easier, copied)]
    assert scores == [4, 4, 1, 0]
    assert found[str(right)].notes == ()
    assert found[str(copied)].notes == (
        "this notebook was handed out to ada, and says that it is of carl",
    )
    names = {}
    for cell in json.loads(easier.read_text())["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
    assert names["TRIED"] == {"chance": ["wrong for no call"]}


def test_the_proofs_hold_with_several_students_numbers(statistics):
    for proof, tried in ((prove.solutions, 10), (prove.untouched, 18), (prove.wrong, 4)):
        assert proof(statistics, sandbox.NONE)[1:] == (tried, [])
    assert leaks.hidden(statistics).faults == []


def test_a_wrong_answer_that_is_right_for_another_is_noticed(statistics):
    rate = statistics.of("student 1").numbers["rate"]
    assert rate != statistics.numbers["rate"]
    edits = '"exp(-rate)": "exp(rate)"', f'"exp(-rate) * rate": "exp(-{rate}) * {rate}"'
    (statistics.folder / "wrong.py").write_text(WRONG.replace(*edits))
    faults = prove.wrong(statistics, sandbox.NONE).faults
    said = "with other numbers: chance, 'e to the rate': it gets 3 points, not 0"
    assert said in faults and all(each.startswith("with other numbers") for each in faults)


def test_a_right_answer_for_the_published_numbers_alone_is_noticed(tmp_path):
    cells = [(kind, source.replace("1 - level", "0.05"), tags) for kind, source, tags in CELLS]
    made = small_homework.load(tmp_path, cells=cells, checks=CHECKS)
    faults = prove.solutions(made, sandbox.NONE).faults
    assert faults and all("tails: halves: the tails" in fault for fault in faults)
    assert not [fault for fault in faults if fault.startswith("seed 0")]
