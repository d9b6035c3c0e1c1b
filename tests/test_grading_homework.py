"""A homework is read from its source; what its author contradicts is an error."""

import handed_out
import pytest

from lib.grading import homework
from lib.grading.homework import load, names, solution, stub, tagged


def test_a_homework_is_read(tmp_path):
    made = handed_out.load(tmp_path)
    double, choice = made.questions
    assert (made.name, made.title, made.points) == ("small", "Small", 3.5)
    assert (double.name, double.title, double.points) == ("double", "1. Doubling", 3.0)
    assert (choice.name, choice.title, choice.points) == ("choice", "Two. Choosing", 0.5)
    assert [check.name for check in double.checks] == ["doubled", "any_doubled"]
    assert made.given == ["two = 2"] and made.folder == tmp_path
    assert (made.lib, made.preload, made.seconds) == ((), ("numpy",), 10.0)


def test_its_checks_say_what_may_be_imported_and_how_long_it_may_take(tmp_path):
    lines = 'LIB = ("data",)\nPRELOAD = ("jax",)\nSECONDS = 3.0\n'
    made = handed_out.load(tmp_path, checks=handed_out.CHECKS + lines)
    assert (made.lib, made.preload, made.seconds) == (("data",), ("jax",), 3.0)


def test_a_source_may_keep_its_cells_as_lists_of_lines(tmp_path):
    cells = [(kind, source.splitlines(True), tags) for kind, source, tags in handed_out.CELLS]
    assert handed_out.load(tmp_path, cells=cells).questions[0].points == 3.0


def test_homeworks_are_found(tmp_path):
    handed_out.write(tmp_path, name="b")
    handed_out.write(tmp_path, name="a")
    (tmp_path / "wrong").mkdir()
    assert names(tmp_path) == ["a", "b"]
    assert homework.names() == names(homework.FOLDER)


@pytest.mark.parametrize(
    "old, new, error",
    [
        ("points:3", "points:4", "double: its checks are worth 3, not 4"),
        ("points:3", "worth:3", "double: its checks are worth 3, not 0"),
        ("question:double", "question:twice", "twice: its checks are worth 0, not 3"),
        ("question:choice", "x", "small: checks of no question: chosen"),
        ("BEGIN SOLUTION", "BEGIN", "no solution between"),
        ("question:choice", "question:double", "double: its checks are worth 3, not 0.5"),
    ],
)
def test_a_contradiction_is_an_error(tmp_path, old, new, error):
    cells = [
        (kind, source.replace(old, new), [tag.replace(old, new) for tag in tags])
        for kind, source, tags in handed_out.CELLS
    ]
    with pytest.raises(ValueError, match=error):
        handed_out.load(tmp_path, cells=cells)


def test_a_check_s_name_is_given_once(tmp_path):
    checks = handed_out.CHECKS.replace(
        'Check("choice", 0.5, chosen)',
        'Check("choice", 0.25, chosen), Check("choice", 0.25, chosen)',
    )
    with pytest.raises(ValueError, match="small: a name is given twice"):
        handed_out.load(tmp_path, checks=checks)


def test_a_question_is_asked_once(tmp_path):
    cells = [*handed_out.CELLS, handed_out.CELLS[3]]
    with pytest.raises(ValueError, match="small: a name is given twice"):
        load(handed_out.write(tmp_path, cells=cells), tmp_path)


def test_a_stub_has_no_solution():
    assert stub(handed_out.DOUBLE, "double") == (
        'def double(x):\n    """Twice x."""\n    raise NotImplementedError  # your answer'
    )
    assert stub(handed_out.CHOICE, "choice") == (
        '# One of "a", "b", "c".\nchoice = None  # your answer'
    )


def test_several_solutions_in_a_cell_are_all_taken_out():
    two = handed_out.DOUBLE + "\n\n\n" + handed_out.DOUBLE.replace("double", "other")
    assert stub(two, "double").count("raise NotImplementedError") == 2
    assert "secret" not in stub(two, "double")
    assert solution(two).count("secret_factor = two") == 2 and "###" not in solution(two)


def test_a_solution_has_no_markers():
    assert solution(handed_out.CHOICE) == '# One of "a", "b", "c".\nchoice = "b"'


def test_tags():
    cell = {"metadata": {"tags": ["x", "points:3", "question:a:b"]}}
    assert tagged(cell, "points") == "3" and tagged(cell, "question") == "a:b"
    assert tagged(cell, "x") is None and tagged({"metadata": {}}, "points") is None
