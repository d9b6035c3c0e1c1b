"""The six proofs: a new homework holds, and an author is told what does not in others."""

import os
import subprocess

import pytest
import small_homework
from results import result

from grading import command, proof, prove, sandbox
from grading.homework import load
from grading.new import write_new
from grading.result import CheckResult, QuestionResult

WRONG = """
from grading.wrong_answer import WrongAnswer

WRONG = {
    "double": [
        WrongAnswer("thrice", {"secret_factor * x": "3 * x"}, score=0,
                    messages={"doubled": "twice three", "any_doubled": "wrong"}),
        WrongAnswer("the square", {"secret_factor * x": "x * x"}, score=0,
                    messages={"doubled": "twice three", "any_doubled": "square"}),
    ],
    "choice": [
        WrongAnswer("a", {'choice = "b"': 'choice = "a"'}, score=0, messages={"chosen": "no"}),
    ],
}
"""


@pytest.fixture
def made(tmp_path):
    """A small homework; changes: pairs of a fragment and another one, in wrong.py or checks.py."""

    def make(*changes, checks=small_homework.CHECKS, wrong=WRONG, **options):
        for old, new in changes:
            assert (old in checks) != (old in wrong)
            checks, wrong = checks.replace(old, new), wrong.replace(old, new)
        folder = small_homework.write(tmp_path / "course", checks=checks, **options)
        (folder / "wrong.py").write_text(wrong)
        return load(folder)

    return make


def test_a_new_homework_is_proved(tmp_path, capsys, monkeypatch):
    """All but its hostile answers, which take a minute; test_homework.py tries them."""
    course = tmp_path / "course"
    assert command.main(["new", "stats101", "--folder", str(course)]) == 0
    assert command.main(["build", str(course), "--private", str(tmp_path / "private")]) == 0
    monkeypatch.setattr(prove, "hostile", lambda *_: proof.Proof("hostile", 1, []))
    assert command.main(["prove", str(course)]) == 0
    printed = capsys.readouterr().out
    assert printed.count("✓") == 6 and "✗" not in printed
    (course / "stats101.ipynb").unlink()
    leak = tmp_path / "leak.html"
    leak.write_text("<p>return 32 + <b>1.8 * celsius</b>")
    assert command.main(["prove", str(course), "--seen", str(leak)]) == 1
    printed = capsys.readouterr().out
    assert "✗ 6. " in printed and "stats101.ipynb is not there: run `grading build" in printed


@pytest.mark.parametrize("name", ["a b", "", "../x", "1st", ".hidden"])
def test_a_new_homework_has_a_name(tmp_path, name):
    with pytest.raises(ValueError, match="is no name of a homework: a letter, then letters"):
        write_new(name, tmp_path)


def test_a_new_homework_replaces_nothing(tmp_path):
    write_new("stats101", tmp_path)
    with pytest.raises(SystemExit, match="is there already: choose another name"):
        command.main(["new", "stats101", "--folder", str(tmp_path)])


def test_right_answers_that_fail_are_named(made):
    proof = prove.solutions(made(('== "b"', '== "c"')), sandbox.NONE)
    assert proof.tried == 10
    assert proof.faults == [f"seed {seed}: choice: chosen: no" for seed in range(5)]


def test_what_is_handed_out_must_run_and_get_nothing(made):
    cells = [*small_homework.CELLS[:-1], ("code", "1 / 0", [])]
    proof = prove.untouched(made(cells=cells), sandbox.NONE)
    (fault,) = proof.faults
    assert fault.startswith("code cell ") and "ZeroDivisionError" in fault


def test_a_check_that_an_empty_answer_passes_is_named(made):
    checks = small_homework.CHECKS.replace("double(3) == 6", "True").replace("double(3)", "0")
    homework = made(checks=checks, cells=small_homework.CELLS[:-1])
    proof = prove.untouched(homework, sandbox.NONE)
    assert proof.faults == [
        "double, untouched: a check passed; not answered yet, not 'not answered yet'"
    ]


def test_wrong_answers_that_are_right_as_they_are(made):
    proof = prove.wrong(made(), sandbox.NONE)
    assert (proof.tried, proof.faults) == (3, [])


@pytest.mark.parametrize(
    "change, faults",
    [
        (('"any_doubled": "square"', '"any_doubled": "cube"'),
         ["double, 'the square': any_doubled should say 'cube', but says: that is the square"]),
        (('messages={"chosen": "no"}', "messages={}"),
         ["chosen: no wrong answer fails it, so it may check nothing",
          "choice, 'a': chosen fails and is not among its messages; it says: no"]),
        (("'choice = \"a\"'}, score=0", "'choice = \"b\"  # b'}, score=0.5"),
         ["choice, 'a': it gets all points, so it is not wrong",
          "choice, 'a': chosen does not fail"]),
        (('"x * x"}, score=0', '"x * x"}, score=1'),
         ["double, 'the square': it gets 0 points, not 1"]),
        (('"choice": [', '"voice": ['),
         ["wrong.py: there is no question voice", "choice: wrong.py has no wrong answer"]),
        (('"secret_factor * x": "3 * x"', '"no such": ""'),
         ["double: the fragment of 'thrice' must occur once, but occurs 0 times:\nno such"]),
        (("WRONG = {", "WRONGS = {"), ["wrong.py cannot be read: KeyError: 'WRONG'"]),
    ],
)  # fmt: skip
def test_what_contradicts_wrong_answers_is_named(made, change, faults):
    assert prove.wrong(made(change), sandbox.NONE).faults == faults


def test_without_bubblewrap_hostile_answers_are_not_tried(made):
    proof = prove.hostile(made(), sandbox.NONE)
    assert proof.tried == 0 and proof.faults[0].startswith(
        "this cannot be tried without bubblewrap"
    )


def test_what_is_handed_out_must_be_built(made):
    homework = made()
    assert "small.ipynb is not there: run `grading build" in prove.built(homework).faults[0]
    (homework.course / "small.ipynb").write_text("{}")
    assert "small.ipynb is not what the source gives" in prove.built(homework).faults[0]


def test_what_hostile_answers_gain_cost_and_leave_is_named(made, monkeypatch):
    """As if each question were right in all of them, but for one that cost another's points."""
    homework = made()
    file = homework.course / "left.txt"

    def graded(asked, notebooks, level, seed=0):
        questions = [
            QuestionResult(q.name, "", q.points, 0.1, [CheckResult("c", "", q.points, True, None)])
            for q in asked.questions
        ]
        lost = [q._replace(checks=[q.checks[0]._replace(message="lost")]) for q in questions]
        right = result(questions=questions, seconds=1.0)
        if "right" in notebooks:
            return {"right": right}
        file.touch()
        slow, harmed = right._replace(seconds=1e3), right._replace(questions=lost)
        return dict.fromkeys(notebooks, right) | {
            "always_equal": harmed, "loops_at_the_top": slow
        }  # fmt: skip

    monkeypatch.setattr(prove, "graded", graded)
    monkeypatch.setattr(prove, "processes", lambda: ["7"])
    faults = prove.hostile(homework, sandbox.BUBBLEWRAP).faults
    assert "evil_array: choice gets 0.5, not 0: a check passed" in faults
    assert "loops_at_the_top: it took 1000 s" in faults
    assert not [fault for fault in faults if fault.startswith("always_equal: choice")]
    assert faults[-2:] == [f"changed: {file}", "still running: process 7"]


def test_processes_of_ours_are_found(monkeypatch):
    mark = {"HOMEWORK_GRADER": str(os.getpid())}
    command = ["sh", "-c", "echo started; read line"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, env=os.environ | mark, **pipes) as waiting:
        waiting.stdout.readline()  # before it started, /proc does not show its environment
        assert prove.processes() == [str(waiting.pid)]
    assert prove.processes() == []


def test_a_change_of_a_file_is_seen(made):
    homework = made()
    before = prove.fingerprint(homework)
    assert homework.folder / "checks.py" in before
    (homework.course / "x.pyc").touch()
    assert prove.fingerprint(homework) == before
    (homework.folder / "wrong.py").write_text("")
    assert prove.fingerprint(homework) != before
