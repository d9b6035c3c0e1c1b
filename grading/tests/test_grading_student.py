"""What is handed out: stubs, public checks, target pictures, and no solution."""

import json

import nbformat
import pytest
import small_homework

from grading import build, student


@pytest.fixture
def homework(tmp_path):
    return small_homework.load(tmp_path)


def sources(notebook):
    return ["".join(cell["source"]) for cell in notebook["cells"]]


def run(notebook, **changed):
    """Run a student notebook's code here, with some cells replaced; gives its names and prints."""
    names, printed = {"print": lambda *words: printed.append(" ".join(map(str, words)))}, []
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags", [])
        if cell["cell_type"] == "code" and "target" not in tags:
            question = [tag[9:] for tag in tags if tag.startswith("question:")]
            exec(changed.get(question[0] if question else "", "".join(cell["source"])), names)
    return printed


def test_the_student_notebook_is_valid_and_stable(homework):
    notebook = student.student(homework)
    nbformat.validate(nbformat.from_dict(notebook))
    ids = [cell["id"] for cell in notebook["cells"]]
    assert ids[:4] == ["id-0", "id-1", "try-it", "id-2"] and len(set(ids)) == len(ids)
    assert build.text(notebook) == build.text(student.student(homework))
    assert notebook["metadata"]["homework"] == "small"


def test_no_secret_is_handed_out(homework):
    text = json.dumps(student.student(homework))
    for secret in ("secret", 'choice = \\"b\\"', "any_doubled", "chosen", "square", "SOLUTION"):
        assert secret not in text
    assert "def doubled" in text


def test_outputs_are_cleared_but_for_the_target_s_picture(homework):
    kept = [c["outputs"] for c in student.student(homework)["cells"] if c.get("outputs")]
    picture = {"image/png": "iVBORw0KGgo="}
    assert kept == [[{"data": picture, "metadata": {}, "output_type": "display_data"}]]
    counts = {c.get("execution_count") for c in student.student(homework)["cells"]}
    assert counts == {None}


def test_untouched_it_runs_and_says_that_nothing_is_answered(homework):
    printed = run(student.student(homework))
    assert printed[0] == "✗ twice three: not answered yet"
    assert printed[-2].split() == ["double", "0", "of", "1", "passed", "1", "2"]
    assert printed[-1].split() == ["choice", "0", "of", "0", "passed", "0", "0.5"]


@pytest.mark.parametrize(
    "answer, said",
    [
        ("def double(x): return two * x", "✓ twice three"),
        ("def double(x): return x", "✗ twice three: twice three is six, not 3"),
        ("def double(x): return 1 / 0", "✗ twice three: stopped with ZeroDivisionError: division"),
        ("double = None", "✗ twice three: not answered yet"),
    ],
)
def test_an_answer_is_tried(homework, answer, said):
    printed = run(student.student(homework), double=answer)
    assert printed[0].startswith(said)
    assert ("1 of 1 passed" in printed[-2]) == said.startswith("✓")


def test_the_receipt_counts_points_that_are_given_only_at_grading(homework):
    text = "\n".join(sources(student.student(homework)))
    assert "Of 3.5 points, 1 are given for what was tried above" in text


def test_a_question_says_what_it_is_worth(homework):
    doubling, choosing = (
        s for s in sources(student.student(homework)) if s.startswith(("## 1", "## T"))
    )
    assert doubling.endswith("Double.\n\n*3 points, 1 of them for what the cell below it tries.*")
    assert choosing.endswith("Choosing\n\n*0.5 points.*")


def test_the_instructor_s_notebook_has_everything(homework):
    notebook = student.instructor(homework)
    nbformat.validate(nbformat.from_dict(notebook))
    text = "\n".join(sources(notebook))
    assert "secret_factor = two" in text and 'choice = "b"' in text and "SOLUTION" not in text
    assert "- 1: twice three (public)" in text and "- 2: twice anything\n" in text + "\n"
    assert "By secret means" in text


def test_what_stands_around_the_questions_is_told_apart(homework):
    around = student.code_cells(homework)
    handed_out = sources(student.student(homework))
    stubs = [question.stub for question in homework.questions]
    assert around and set(around) <= set(handed_out) - set(stubs)
