"""A homework is read from its source; what its author contradicts is an error."""

import pytest
import small_homework

from grading import verdict
from grading.homework import find, load, solution, stub, tagged


def test_a_homework_is_read(tmp_path):
    homework = small_homework.load(tmp_path)
    double, choice = homework.questions
    assert (homework.name, homework.title, homework.points) == ("small", "Small", 3.5)
    assert (double.name, double.title, double.points) == ("double", "1. Doubling", 3.0)
    assert (choice.name, choice.title, choice.points) == ("choice", "Two. Choosing", 0.5)
    assert [check.name for check in double.checks] == ["doubled", "any_doubled"]
    assert homework.given == ["two = 2"]
    assert homework.folder == tmp_path / "small" and homework.course == tmp_path
    assert (homework.preload, homework.seconds) == (("numpy",), 10.0)


def test_solutions_and_checks_are_secret_wherever_they_are(tmp_path):
    other = small_homework.write(tmp_path / "course", name="other")
    homework = small_homework.load(tmp_path / "course")
    expected = {
        f / name for f in (homework.folder, other) for name in ("source.ipynb", "checks.py")
    }
    assert expected <= set(homework.secrets)
    more = [tmp_path / ".git" / "HEAD", tmp_path / "_build" / "homework" / "small" / "a.ipynb"]
    tree = tmp_path / "elsewhere" / "worktrees" / "one"  # of a second work tree
    more.append(tmp_path / "elsewhere" / "HEAD")
    assert not set(more) & set(homework.secrets)
    for path in more:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    tree.mkdir(parents=True)
    (homework.course / ".git").write_text(f"gitdir: {tree}\n")
    (tree / "commondir").write_text("../..\n")
    more[-1] = tree / ".." / ".." / "HEAD"
    assert expected | set(more) <= set(homework.secrets)


def test_its_checks_say_what_is_slow_to_import_and_how_long_it_may_take(tmp_path):
    lines = 'PRELOAD = ("jax",)\nSECONDS = 3.0\n'
    homework = small_homework.load(tmp_path, checks=small_homework.CHECKS + lines)
    assert (homework.preload, homework.seconds) == (("jax",), 3.0)


def test_a_source_may_keep_its_cells_as_lists_of_lines(tmp_path):
    cells = [(kind, source.splitlines(True), tags) for kind, source, tags in small_homework.CELLS]
    assert small_homework.load(tmp_path, cells=cells).questions[0].points == 3.0


def test_homeworks_are_found(tmp_path):
    b, a = (small_homework.write(tmp_path, name=name) for name in "ba")
    (tmp_path / "wrong").mkdir()
    assert find(tmp_path) == [a, b]


@pytest.mark.parametrize(
    "old, new, error",
    [
        ("points:3", "points:4", "double: CHECKS gives it 3 points.* points:4"),
        ("points:3", "score:3", "the cell tagged question:double, score:3 needs a tag points:N"),
        ("question:double", "question:twice", "twice: CHECKS gives it 0 points.* points:3"),
        ("question:choice", "x", "small: checks of no question: chosen"),
        ("BEGIN SOLUTION", "BEGIN", "no solution between"),
        ("question:choice", "question:double", "double: CHECKS gives it 3 points.* points:0.5"),
    ],
)
def test_a_contradiction_is_an_error(tmp_path, old, new, error):
    cells = [
        (kind, source.replace(old, new), [tag.replace(old, new) for tag in tags])
        for kind, source, tags in small_homework.CELLS
    ]
    with pytest.raises(ValueError, match=error):
        small_homework.load(tmp_path, cells=cells)


def test_what_a_homework_must_have_is_named(tmp_path):
    untitled, textless = (
        small_homework.CELLS[1:],
        small_homework.CELLS[:2] + small_homework.CELLS[3:],
    )
    for number, (cells, error) in enumerate(
        [(untitled, "its first cell must begin with a title"), ([], "must begin with a title"),
         (textless, "double: the cell above it must be the text of the question")]
    ):  # fmt: skip
        with pytest.raises(ValueError, match=error):
            small_homework.load(tmp_path / str(number), cells=cells)
    with pytest.raises(ValueError, match=r"checks\.py: it must define CHECKS, a list"):
        small_homework.load(tmp_path / "unchecked", checks="")


def test_a_check_s_name_is_given_once(tmp_path):
    checks = small_homework.CHECKS.replace(
        'Check("choice", 0.5, chosen)',
        'Check("choice", 0.25, chosen), Check("choice", 0.25, chosen)',
    )
    with pytest.raises(ValueError, match="small: a name is given twice"):
        small_homework.load(tmp_path, checks=checks)


def test_a_question_is_asked_once(tmp_path):
    cells = [*small_homework.CELLS, *small_homework.CELLS[2:4]]
    with pytest.raises(ValueError, match="small: a name is given twice"):
        load(small_homework.write(tmp_path, cells=cells))


def test_a_stub_has_no_solution():
    assert stub(small_homework.DOUBLE, "double") == (
        'def double(x):\n    """Twice x."""\n    raise NotImplementedError  # your answer'
    )
    assert stub(small_homework.CHOICE, "choice") == (
        '# One of "a", "b", "c".\nchoice = None  # your answer'
    )


def test_several_solutions_in_a_cell_are_all_taken_out():
    two = small_homework.DOUBLE + "\n\n\n" + small_homework.DOUBLE.replace("double", "other")
    assert stub(two, "double").count("raise NotImplementedError") == 2
    assert "secret" not in stub(two, "double")
    assert solution(two).count("secret_factor = two") == 2 and "###" not in solution(two)


def test_a_solution_has_no_markers():
    assert solution(small_homework.CHOICE) == '# One of "a", "b", "c".\nchoice = "b"'


def test_tags():
    cell = {"metadata": {"tags": ["x", "points:3", "question:a:b"]}}
    assert tagged(cell, "points") == "3" and tagged(cell, "question") == "a:b"
    assert tagged(cell, "x") is None and tagged({"metadata": {}}, "points") is None


def test_a_check_that_needs_another_counts_only_with_it(tmp_path):
    needing = 'Check("double", 2, any_doubled, needs="doubled")'
    checks = small_homework.CHECKS.replace('Check("double", 2, any_doubled)', needing)
    asked = small_homework.load(tmp_path / "good", checks=checks).questions[0].checks
    said = "this counts only together with: twice three"
    assert verdict.together(asked, [None, None]) == [None, None]
    assert verdict.together(asked, ["no", None]) == ["no", said]
    assert verdict.together(asked, [None, "no"]) == [None, "no"]
    for other in ("chosen", "nothing"):
        with pytest.raises(ValueError, match="any_doubled may not need"):
            small_homework.load(
                tmp_path / other, checks=checks.replace('needs="doubled"', f'needs="{other}"')
            )
    public = checks.replace("doubled, public=True", 'doubled, public=True, needs="any_doubled"')
    with pytest.raises(ValueError, match="doubled may not need"):
        small_homework.load(tmp_path / "public", checks=public)
