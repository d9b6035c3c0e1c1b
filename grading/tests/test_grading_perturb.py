"""Right answers with one thing changed, and constants: what checks see of them."""

import signal

import numpy as np
import small_homework

from grading import perturb

SOURCE = """
def f(x):
    \"\"\"Adds 1.\"\"\"
    if x > 0:
        return -np.sum(x + 0.5, axis=1)
"""


def test_constants_axes_signs_and_bounds_are_changed_one_at_a_time():
    found = list(perturb.perturbed(SOURCE))
    changed = {each.change for each in found}
    assert changed >= {
        "0.5 → 1.5", "0.5 → -0.5", "0.5 → 1.0", "0 → 1", "axis=1 → 0", "np.sum → mean",
        "Gt → GtE in x > 0", "Add → Sub in x + 0.5", "no − in -np.sum(x + 0.5, axis=1)",
    }  # fmt: skip
    assert len(found) == len(changed) == 9
    assert all("Adds 1." in each.source for each in found)


def test_what_no_check_notices_is_listed(tmp_path):
    made = small_homework.load(tmp_path)
    question = made.questions[0]
    loose = question._replace(
        solution="def double(x): return 2 * x + 0 * 7", checks=question.checks
    )
    unseen = [each.change for each in perturb.seen(made, loose).unseen]
    assert {"7 → 8", "7 → -7", "7 → 14", "Add → Sub in 2 * x + 0 * 7"} <= set(unseen)
    assert not {change for change in unseen if change.startswith("2")}


def test_an_answer_that_never_ends_is_noticed(tmp_path):
    made = small_homework.load(tmp_path)
    endless = "def double(x):\n    while True: pass"
    before = signal.getsignal(signal.SIGALRM)
    assert perturb.noticed(made, made.questions[0], endless, 0, 0.2)
    assert signal.getsignal(signal.SIGALRM) == before


def test_changes_get_more_time_than_the_right_answer_takes(tmp_path, monkeypatch):
    monkeypatch.setattr(perturb, "SECONDS", 0.05)
    made = small_homework.load(tmp_path)
    slow = "import time\ndef double(x): time.sleep(0.1); return 2 * x + 0"
    asked = made.questions[0]._replace(solution=slow)
    assert "Add → Sub in 2 * x + 0" in {each.change for each in perturb.seen(made, asked).unseen}


def test_the_table_names_what_nobody_has_explained(tmp_path):
    made = small_homework.load(tmp_path)
    loose = made.questions[0]._replace(solution="def double(x): return 2 * x + 0")
    made = made._replace(questions=[loose])
    wrong = made.folder / "wrong.py"
    wrong.write_text("UNSEEN = {}")
    lines = list(perturb.table(made))
    assert any("not noticed" in line for line in lines)
    found = perturb.seen(made, loose)
    assert lines[-1].startswith(f"small: {found.tried - len(found.unseen)} of {found.tried} ")
    wrong.write_text("UNSEEN = {'double': (9, 'adding nothing')}")
    assert not any("not noticed" in line for line in perturb.table(made))


def test_every_number_of_an_answer_is_made_the_same():
    found = perturb.constant({"a": (1, [2.5, "x"]), "b": np.ones(2)}, 7.0)
    assert found["a"] == (7.0, [7.0, "x"]) and found["b"].tolist() == [7.0, 7.0]
