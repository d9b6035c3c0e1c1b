"""A notebook's cells run in order, as a kernel runs them: nothing of a right answer is lost.

Each case is a right answer to `double`, and some to `choice`, in one unusual style.
"""

import itertools

import pytest
import small_homework

from grading import sandbox, student, trial
from grading.grade import grade, shorter
from grading.judge import Judge
from grading.submission import read
from grading.worker import notebook
from grading.worker.plain import plain

LEVEL = sandbox.best(())
D, C = ["question:double"], ["question:choice"]
DOUBLE = "def double(x): return 2 * x"
SECONDS = 2.0


@pytest.fixture
def graded(tmp_path):
    """The result of some cells: pairs of a source and its tags, or sources of `double`."""
    homework = small_homework.load(tmp_path)._replace(seconds=SECONDS)

    def run(*cells, only="double", made=homework):
        cells = [(cell, D) if isinstance(cell, str) else cell for cell in cells]
        path = trial.write(tmp_path / "a.ipynb", trial.of_cells(cells))
        return grade(made, read(path), seed=0, level=LEVEL, only=only and {only})

    return run


STYLES = {
    "%%time on top": [f"%%time\n{DOUBLE}"],
    "%%timeit with options": [f"%%timeit -n 10 -r 3\n{DOUBLE}"],
    "%%capture": [f"%%capture out\nprint(1)\n{DOUBLE}"],
    "a question to IPython": [f"?len\n{DOUBLE}"],
    "a question behind": [f"len?\n{DOUBLE}"],
    "a shell command's output": [f"x = !ls\n{DOUBLE}"],
    "a shell command": [f"!pip install nothing\n{DOUBLE}"],
    "a comment that ends in ?": [f"%matplotlib inline\n{DOUBLE}  # is it so?"],
    "timeit's result": [f"r = %timeit -o -n 10 len('a')\n{DOUBLE}\nassert r.average >= 0"],
    "%time's value": ["k = 0\n%time k = 2\ndef double(x): return k * x"],
    "an indented magic": ["def double(x):\n    %time y = 1\n    return 2 * x"],
    "%env": ["%env FACTOR=2\nimport os\ndef double(x): return int(os.environ['FACTOR']) * x"],
    "an indented cell": ["    k = 2\n    def double(x): return k * x"],
    "a magic in a text": ["def double(x):\n    '''\n%not magic\n'''\n    return 2 * x"],
    "the environment": [
        "import os\nos.environ['F'] = '2'\ndef double(x): return int(os.environ['F']) * x"
    ],
    "a registry by decorator": [
        "known = {}\ndef known_as(n): return lambda f: known.setdefault(n, f)",
        "@known_as('twice')\ndef _(x): return 2 * x\ndef double(x): return known['twice'](x)",
    ],
    "a table filled by a call": [
        "t = []\n(lambda: t.append(2))()\ndef double(x): return t[0] * x"
    ],
    "out=": ["import numpy as np\nt = np.zeros(1)\nnp.add(1, 1, out=t)\n"
             "def double(x): return t[0] * x"],
    "globals()": ["globals()['k'] = 2\ndef double(x): return k * x"],
    "setattr": ["import math\nsetattr(math, 'k', 2)\nimport math\n"
                "def double(x): return math.k * x"],
    "a future": [("from __future__ import annotations", []), "def double(x: No): return 2 * x"],
    "a loop before": [("while True: pass", []), DOUBLE],
    "a loop in its cell": [f"while True: pass\n{DOUBLE}"],
    "an exit before": [("import os\nos._exit(1)", []), DOUBLE],
    "an error in its cell": [f"1 / 0\n{DOUBLE}"],
    "what cannot be read before": [("x = = 1", []), DOUBLE],
    "a question mark in an empty cell": [("?", []), DOUBLE],
    "retyped below": ["def double(x): return x", (DOUBLE, [])],
    "retyped below what loops": ["def double(x):\n    while True: pass", (DOUBLE, [])],
    "retyped below its stub": ["def double(x):\n    raise NotImplementedError", (DOUBLE, [])],
    "typed above its stub": [
        (DOUBLE, []),
        'def double(x):\n    """Twice x."""\n    raise NotImplementedError  # mine?',
    ],
    "a helper below": ["def double(x): return help_me(x)", ("def help_me(x): return 2 * x", [])],
    "two helpers of one name": [
        "def stats(x): return 2 * x\ndef double(x): return stats(x)",
        ("def stats(x): return x\nchoice = 'b'", C),
    ],
    "answered twice, with a helper that a later cell replaces": [
        "def stats(x): return 3 * x\ndef double(x): return stats(x)",
        "def stats(x): return 2 * x\ndef double(x): return stats(x)",
        ("def stats(x): return x\nchoice = 'b'", C),
    ],
    "wrapped later": [DOUBLE, ("import functools\ndouble = functools.cache(lambda x: 2 * x)", [])],
    "built on an earlier one": ["def double(x): return x\nold = double\n"
                                "def double(x): return 2 * old(x)"],
    "without tags": [(DOUBLE, [])],
    "without tags, and a loop below": [(DOUBLE, []), ("for double in range(3): pass", [])],
    "await": [
        ("import asyncio\nasync def two():\n    return 2\nk = await two()", []),
        "def double(x): return k * x",
    ],
    "a module in a file": [
        ("%%writefile helper_of_mine.py\nk = 1", []),
        ("%%writefile -a helper_of_mine.py\nk = k + 1", []),
        "from helper_of_mine import k\ndef double(x): return k * x",
    ],
    "display": [f"display(1)\n{DOUBLE}"],
}  # fmt: skip


@pytest.mark.parametrize("cells", STYLES.values(), ids=STYLES)
def test_a_right_answer_in_any_style_gets_all(cells, graded):
    (question,) = graded(*cells).questions
    assert [check.message for check in question.checks] == [None, None]


def test_a_check_that_passes_in_either_state_has_passed(graded):
    """Right after its cell the public check passes, at the end none does."""
    (question,) = graded("def double(x): return 6", ("globals()['double'] = abs", [])).questions
    first, second = question.checks
    assert first.message is None and second.message is not None and question.score == 1
    arrays = ("globals()['double'] = lambda x: 2 * x if hasattr(x, 'shape') else 0", [])
    assert graded("def double(x): return 6", arrays).score == 3


@pytest.mark.parametrize(
    "cell, named",
    [
        ("x = !ls", "`!ls` cannot be run in grading"),
        ("%%bash\nls", "`%%bash` cannot be run in grading"),
        ("%run other.py", "`%run` cannot be run in grading"),
        ("x = = 1", "a cell cannot be read: SyntaxError, line 1"),
        ("1 / 0", "ZeroDivisionError: division by zero (line 1 of its cell)"),
        ("x = 1\nwhile True: pass", "line 2 did not end, or ended its process"),
    ],
)
def test_what_cannot_be_run_is_named(cell, named, graded):
    result = graded((cell, []), DOUBLE)
    assert result.notes == (f"code cell 1: {named}",)
    assert result.score == result.points


def test_a_slow_cell_is_waited_for_once(graded):
    result = graded(("while True: pass", []), DOUBLE, ("choice = 'b'", C), only=None)
    assert result.score == result.points
    assert result.questions[1].seconds < SECONDS


def test_after_a_wait_in_vain_a_question_is_asked_again_but_briefly(graded, monkeypatch):
    waits, asked = [], Judge.verdicts

    def verdicts(self, number, end, wait):
        waits.append(wait)
        return asked(self, number, end, wait)

    monkeypatch.setattr(Judge, "verdicts", verdicts)
    endless = "def double(x):\n    while True: pass"
    result = graded(endless, ("choice = 'b'", C), only=None)
    assert waits == [SECONDS, SECONDS / 8, SECONDS]
    assert [question.score for question in result.questions] == [0, 0.5]
    assert result.questions[0].checks[0].message == f"no answer within {SECONDS:g} s"


@pytest.mark.parametrize(
    "times", [(60.0, 30.0, 15.0, 7.5, 7.5), (10.0, 5.0, 5.0), (3.0, 3.0), (800.0, 400.0)]
)
def test_the_next_question_has_less_time_and_enough(times):
    for before, after in itertools.pairwise(times):
        assert shorter(before, times[0]) == after


def test_what_a_cell_needs_and_is_not_there_costs_only_that(graded):
    result = graded("x = undefined\ndef double(y): return x * y", ("choice = 'b'", C), only=None)
    assert [question.score for question in result.questions] == [0, 0.5]


@pytest.mark.parametrize("moved", [False, True])
def test_what_is_handed_out_never_replaces_a_name(graded, tmp_path, moved):
    """Its last cell assigns `picture`, which is here also a student's helper."""
    made = small_homework.load(tmp_path / "other")
    handed_out = [(cell, []) for cell in student.code_cells(made)]
    helper = ("def picture(x): return 2 * x", [])
    answer = ("def double(x): return picture(x)", D)
    cells = [answer, *handed_out, helper] if moved else [helper, answer, *handed_out]
    assert graded(*cells).score == 3


def test_at_the_end_too_what_is_handed_out_never_replaces_a_name(graded, tmp_path):
    """The answer needs a helper below it, so it is right only there; its stub stands in between."""
    made = small_homework.load(tmp_path / "other")
    handed_out = [(cell, []) for cell in student.code_cells(made)]
    cells = [
        ("def picture(x): return 2 * x", []),
        ("def double(x): return picture(later(x))", []),
        (made.questions[0].stub, D),
        ("def later(x): return x", []),
        *handed_out,
    ]
    assert graded(*cells).score == 3


def test_an_answer_may_use_what_is_handed_out(graded, tmp_path):
    checks = small_homework.CHECKS
    cells = [*small_homework.CELLS[:-1], ("code", "factor = 2", ["target"])]
    made = small_homework.load(tmp_path / "other", cells=cells, checks=checks)
    handed_out = [(cell, []) for cell in student.code_cells(made)]
    answer = ("def double(x): return factor * x", D)
    assert graded(*handed_out, answer, made=made).score == 3


PUBLIC = {
    "an iterator": "def double(x): return map(abs, [2 * x])",
    "a set": "def double(x): return {2 * x}",
    "an object": "def double(x): return object()",
    "a fraction": "from fractions import Fraction\ndef double(x): return Fraction(2 * x)",
    "a NumPy number": "import numpy as np\ndef double(x): return np.float32(2 * x)",
    "complex": "def double(x): return 2 * x + 0j",
    "a truth value": "def double(x): return x == 3",
    "another np": "np = None\ndef double(x): return 2 * x",
    "its check's name": "def doubled(x): return 2 * x\ndef double(x): return doubled(x)",
    "None": "double = None",
    "nothing": "def double(x): raise NotImplementedError",
    "wrong": "def double(x): return x",
}


@pytest.mark.parametrize("answer", PUBLIC.values(), ids=PUBLIC)
def test_the_receipt_and_the_marks_agree_on_public_checks(answer, graded, tmp_path):
    notebook = student.student(small_homework.load(tmp_path / "other"))
    names = {"print": lambda *words: None}
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        tags = cell["metadata"].get("tags", [])
        if cell["cell_type"] == "code" and "target" not in tags:
            exec(answer if D[0] in tags else source, names)
    (public, _) = graded(answer).questions[0].checks
    assert (names["TRIED"]["double"] == [None]) == (public.message is None)


def test_a_stub_is_no_answer_and_an_iterator_is_a_list():
    stub = "def double(x):\n    raise NotImplementedError"
    assert not notebook.defines(stub, "double", notebook.dumps(stub))
    assert notebook.defines("double = abs", "double", notebook.dumps(stub))
    assert plain(2 * x for x in range(3)) == [0, 2, 4]
