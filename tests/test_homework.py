"""Every homework, proved right: what its stubs, solutions, wrong and hostile answers are given.

Run by bubblewrap where it is there. Where it must be (REQUIRE_SANDBOX), its absence is a failure.
"""

import html
import json
import os
import re
from functools import cache
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from grading import (
    build,
    grade,
    homework,
    leaks,
    marking,
    perturb,
    proof,
    prove,
    sandbox,
    submission,
    trial,
    verdict,
    wrong_answer,
)

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "chapters" / "homework"
SITE = ROOT / "_build" / "html"
NAMES = [folder.name for folder in homework.find(FOLDER)]
CONSTRAINTS = (ROOT / "requirements.txt").read_text()
LEVEL = sandbox.best(homework.load(FOLDER / NAMES[0]).secrets)
isolated = pytest.mark.skipif(
    LEVEL.name != "bubblewrap" and not os.environ.get("REQUIRE_SANDBOX"),
    reason="needs bubblewrap",
)
each = pytest.mark.parametrize("name", NAMES)


@cache
def load(name):
    return homework.load(FOLDER / name)


@cache
def wrong_answers(name):
    return wrong_answer.load(FOLDER / name)


def holds(proof):
    """Whether nothing contradicts a proof that tried something."""
    return proof.tried > 0 and proof.faults == []


def test_there_is_a_sandbox_where_there_must_be():
    assert NAMES
    if os.environ.get("REQUIRE_SANDBOX"):
        assert LEVEL.name == "bubblewrap"
    if LEVEL.name == "bubblewrap":
        assert set(LEVEL.missing) <= {sandbox.EVERYTHING["count"]}


@each
def test_a_homework_has_enough_of_everything(name):
    made = load(name)
    assert 5 <= len(made.questions) <= 10
    assert set(wrong_answers(name)) == {question.name for question in made.questions}
    assert sum(map(len, wrong_answers(name).values())) >= 6
    assert all(any(check.public for check in question.checks) for question in made.questions)
    assert all(any(not check.public for check in q.checks) for q in made.questions)


@each
def test_what_is_derived_is_marked_by_a_rubric(name):
    """Each question in words is asked for, and its rubric says what each of its points is for."""
    made = load(name)
    assert made.written
    for question in made.written:
        asked = question.name.removeprefix("derive_")
        assert asked in {each.name for each in made.questions}
        points = [float(given) for given in re.findall(r"^- ([\d.]+): ", question.rubric, re.M)]
        assert sum(points) == question.points
    cells = json.loads((FOLDER / f"{name}.ipynb").read_text())["cells"]
    tags = [tag for cell in cells for tag in cell["metadata"].get("tags", [])]
    assert {f"written:{question.name}" for question in made.written} <= {*tags}
    assert not [tag for tag in tags if tag.startswith("rubric")]


@each
def test_what_is_derived_is_collected_marked_and_read_back(name, tmp_path):
    made = load(name)
    notebook = json.loads((FOLDER / f"{name}.ipynb").read_text())
    for cell in notebook["cells"]:
        if asked := homework.tagged(cell, "written"):
            cell["source"] = f"Because of {asked}."
    path = trial.write(tmp_path / "ada.ipynb", notebook)
    words = {question.name for question in made.written}
    waiting = grade.grade(made, submission.read(path), seed=0, level=LEVEL, only=words)
    rows = []
    for question in made.written:
        page = marking.page(made, question, [submission.read(path)])
        assert page.count("<pre>Because of ") == 1 and f"Because of {question.name}." in page
        assert html.escape(question.rubric) in page
        empty = marking.table(question, {str(path)}, "")
        filled = empty.replace(f"{question.name},,", f"{question.name},1,good")
        rows += marking.read(filled)
    (result,) = marking.marked([waiting], rows, "2026-11-30")
    assert result.score == len(made.written) == len(result.log)


# Proof 1: solutions get everything


@each
def test_the_solutions_get_all_marks(name):
    assert holds(prove.solutions(load(name), LEVEL))


IN_ANOTHER_SEQUENCE = """

{name}_asked = {name}
def {name}(*given):
    found = {name}_asked(*given)
    if not isinstance(found, tuple):
        return found
    try:
        return np.array(found, float)
    except (TypeError, ValueError):
        return list(found)
"""


@each
def test_several_results_may_come_in_an_array_or_a_list(name):
    made = load(name)
    changed = {
        q.name: q.solution + IN_ANOTHER_SEQUENCE.format(name=q.name)
        for q in made.questions
        if f"def {q.name}(" in q.solution
    }
    result = proof.graded(made, {"all": trial.notebook(made, **changed)}, LEVEL)["all"]
    assert proof.complaints(result) == []


# Proof 2: what is handed out runs, and gets nothing


@each
def test_the_handed_out_notebook_runs(name, tmp_path):
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    nbformat.validate(notebook)
    NotebookClient(notebook, timeout=60, resources={"metadata": {"path": tmp_path}}).execute()
    tried = [cell for cell in notebook.cells if "try" in cell.metadata.get("tags", [])]
    printed = ["".join(out.get("text", "") for out in cell.outputs) for cell in tried]
    assert printed and all("not answered yet" in text and "✗" in text for text in printed)


@each
def test_the_handed_out_notebook_gets_nothing(name):
    assert holds(prove.untouched(load(name), LEVEL))


# Proof 3: wrong answers get what they are worth, and are told why


@each
def test_wrong_answers_get_their_scores_and_their_messages(name):
    assert holds(prove.wrong(load(name), LEVEL))


# How much the checks see: changes of the right answer, and answers that know nothing


PERTURBED = [
    pytest.param(name, question.name, id=f"{name}: {question.name}")
    for name in NAMES
    for question in load(name).questions
    if perturb.explained(FOLDER / name).get(question.name, (0, ""))[0] is not None
]


@pytest.mark.parametrize("name, question", PERTURBED)
def test_what_checks_do_not_notice_is_explained(name, question):
    """Every constant, axis, sign and bound of a right answer is changed, one at a time."""
    (asked,) = [q for q in load(name).questions if q.name == question]
    found = perturb.seen(load(name), asked)
    most, _ = perturb.explained(FOLDER / name).get(question, (0, ""))
    assert len(found.unseen) <= most, [(each.line, each.change) for each in found.unseen]


@pytest.mark.parametrize("name, question", PERTURBED)
@pytest.mark.parametrize("by", [0.0, 1.0, -1.0, 0.5])
def test_a_constant_gets_no_points(name, question, by):
    """The right answer's form, with the same number everywhere."""
    (asked,) = [q for q in load(name).questions if q.name == question]
    names = {}
    exec("\n".join([*load(name).given, asked.solution]), names)
    answer = names[question]
    wrong = perturb.constant(answer, by)
    if callable(answer):
        wrong = lambda *args: perturb.constant(answer(*args), by)  # noqa: E731
    said = []
    for check in asked.checks:
        try:
            said.append(check(wrong, 0))
        except Exception as error:  # the grader takes it for wrong
            said.append(str(error))
    passed = zip(asked.checks, verdict.together(asked.checks, said), strict=True)
    assert sum(check.points for check, complaint in passed if complaint is None) == 0


# Proof 4: hostile answers gain nothing, cost the others nothing, and leave nothing behind


def in_a_hurry(name):
    """A homework with little time for a question, without those in words.

    The one that trains networks by JAX is left out too.
    """
    made = load(name)
    quick = [question for question in made.questions if "optax" not in question.solution]
    return made._replace(questions=quick, seconds=prove.HURRY, preload=("numpy",), written=())


@isolated
@each
def test_hostile_answers_gain_nothing_and_leave_nothing(name):
    proof = prove.hostile(in_a_hurry(name), LEVEL)
    assert holds(proof)
    questions = len(in_a_hurry(name).questions)
    assert proof.tried > 60 and questions >= 5, "too few had their right answer in time"
    assert not list(Path("/tmp").glob("hostile-was-here*"))
    assert not list(Path("/sys/fs/cgroup").glob(f"*/homework-{os.getpid()}-*"))


@each
@pytest.mark.parametrize("by", [np.nan, np.inf, -np.inf])
def test_no_number_is_as_good_as_a_right_one(name, by):
    """The right answers in their form, with nan or infinity for every number."""
    made = load(name)
    for question in made.questions:
        names = {}
        exec("\n".join([*made.given, question.solution]), names)
        answer = names[question.name]
        for check in question.checks:
            if callable(answer):
                wrong = lambda *args, f=answer: perturb.constant(f(*args), by)  # noqa: E731
                try:
                    assert check(wrong, 0), check.name
                except (TypeError, ValueError, OverflowError):  # the grader takes it for wrong
                    continue
        if not callable(answer):
            found = [check(perturb.constant(answer, by), 0) for check in question.checks]
            assert any(found)


@each
def test_without_isolation_all_works_and_says_so(name):
    made = in_a_hurry(name)
    attacks = trial.hostile(made)
    tame = {key: attacks[key][0] for key in ("always_equal", "leaves_at_once", "loops_at_the_top")}
    results = proof.graded(made, {"all": trial.notebook(made), **tame}, sandbox.NONE)
    assert results["all"].score == made.points
    for key in tame:
        lost = sum(q.points for q in made.questions if q.name in attacks[key][1])
        assert results[key].score == made.points - lost
        assert results[key].isolation.startswith("feedback only: not isolated (not enforced: ")
    assert prove.processes() == []


# Proof 5: no solution and no hidden check is in what students can see


@cache
def published():
    """The text of the package and of the chapters, without pictures, as it is compared."""
    texts = [file.read_text() for file in ROOT.glob("lib/*.py")]
    for file in ROOT.glob("chapters/*.ipynb"):
        texts += ["".join(cell["source"]) for cell in json.loads(file.read_text())["cells"]]
    return "\n".join(texts)


@each
def test_no_solution_and_no_hidden_check_is_seen(name):
    kinds = {".html", ".js", ".json", ".ipynb", ".txt", ".md", ".inv"}
    seen = [file for file in SITE.rglob("*") if file.suffix in kinds and "katex" not in file.name]
    assert any(file.suffix == ".html" for file in seen), "run 'make book' first"
    assert len(leaks.secret_lines(load(name), published())) > 50
    assert holds(leaks.hidden(load(name), seen, published()))


@each
def test_the_search_index_does_not_know_hidden_checks(name):
    index = (SITE / "_static/search_index.js").read_text()
    hidden = [c.name for q in load(name).questions for c in q.checks if not c.public]
    assert hidden and not [word for word in hidden if re.search(rf"\b{word}\b", index)]


def private(name):
    """The files that students do not get."""
    return build.private(load(name), Path("private"), CONSTRAINTS)


# Proof 6: what is committed is what the source gives


@each
def test_committed_files_equal_a_fresh_build(name):
    made = homework.load(FOLDER / name)
    assert holds(prove.built(made))
    assert private(name) == build.private(made, Path("private"), CONSTRAINTS)


@each
def test_the_site_offers_the_committed_notebook(name):
    (found,) = (SITE / "_sources").rglob(f"{name}.ipynb")
    assert found.read_bytes() == (FOLDER / f"{name}.ipynb").read_bytes()
