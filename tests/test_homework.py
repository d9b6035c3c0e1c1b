"""Every homework, proved right: what its stubs, solutions, wrong and hostile answers are given.

Run by bubblewrap where it is there. Where it must be (REQUIRE_SANDBOX), its absence is a failure.
"""

import hashlib
import html
import inspect
import io
import json
import os
import re
import zipfile
from functools import cache
from pathlib import Path

import nbformat
import numpy as np
import pytest
import submissions
from nbclient import NotebookClient

from grading import build, homework, perturb, sandbox, verdict, wrong_answer
from grading.batch import grade_all

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "chapters" / "homework"
SITE = ROOT / "_build" / "html"
NAMES = [folder.name for folder in homework.find(FOLDER)]
CONSTRAINTS = (ROOT / "requirements.txt").read_text()
LEVEL = sandbox.best(homework.load(FOLDER / NAMES[0]).secrets)
SEEDS = range(5)
HOSTILE_SECONDS = 3.0  # for one question, shorter than usual so that loops end soon
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


def grade(folder, made, notebooks, *, seed, level=LEVEL):
    """The results of some notebooks, by their keys."""
    paths = [submissions.write(folder / f"{key}.ipynb", nb) for key, nb in notebooks.items()]
    found = grade_all(paths, lambda *_: made, seed=seed, level=level, jobs=os.cpu_count() or 1)
    return {Path(result.submission).stem: result for result in found}


def complaints(question):
    return {check.name: check.message for check in question.checks if check.message}


def test_there_is_a_sandbox_where_there_must_be():
    assert NAMES
    if os.environ.get("REQUIRE_SANDBOX"):
        assert LEVEL.name == "bubblewrap"
    if LEVEL.name == "bubblewrap":
        assert set(LEVEL.missing) <= {sandbox.EVERYTHING["count"]}


@each
def test_a_homework_has_enough_of_everything(name):
    made = load(name)
    assert 5 <= len(made.questions) <= 8
    assert set(wrong_answers(name)) == {question.name for question in made.questions}
    assert sum(map(len, wrong_answers(name).values())) >= 6
    assert all(any(check.public for check in question.checks) for question in made.questions)
    assert all(any(not check.public for check in q.checks) for q in made.questions)


# Proof 1: solutions get everything


@each
@pytest.mark.parametrize("seed", SEEDS)
def test_the_solutions_get_all_marks(name, seed, tmp_path):
    made = load(name)
    result = grade(tmp_path, made, {"all": submissions.notebook(made)}, seed=seed)["all"]
    assert [complaints(question) for question in result.questions] == [{}] * len(made.questions)
    assert result.score == made.points == result.points
    assert result.level == LEVEL.name


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
def test_several_results_may_come_in_an_array_or_a_list(name, tmp_path):
    made = load(name)
    changed = {
        q.name: q.solution + IN_ANOTHER_SEQUENCE.format(name=q.name)
        for q in made.questions
        if f"def {q.name}(" in q.solution
    }
    result = grade(tmp_path, made, {"all": submissions.notebook(made, **changed)}, seed=0)["all"]
    assert [complaints(question) for question in result.questions] == [{}] * len(made.questions)


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
def test_the_handed_out_notebook_gets_nothing(name, tmp_path):
    made = load(name)
    stub = json.loads((FOLDER / f"{name}.ipynb").read_text())
    result = grade(tmp_path, made, {"stub": stub}, seed=0)["stub"]
    assert [question.score for question in result.questions] == [0] * len(made.questions)
    found = {message for q in result.questions for message in complaints(q).values()}
    assert found == {"not answered yet"}


# Proof 3: wrong answers get what they are worth, and are told why


@pytest.fixture(scope="module")
def wrong_results(tmp_path_factory):
    """Of the notebook that holds the first wrong answer to each question, of the one that holds the
    second, and so on; a question without so many is left as it is handed out.
    """

    @cache
    def results(name):
        made, folder = load(name), tmp_path_factory.mktemp("wrong")
        stubs = {question.name: question.stub for question in made.questions}
        notebooks = {}
        for number in range(max(map(len, wrong_answers(name).values()))):
            cells = {
                question.name: wrong_answers(name)[question.name][number].apply(question.solution)
                for question in made.questions
                if number < len(wrong_answers(name)[question.name])
            }
            notebooks[str(number)] = submissions.notebook(made, **stubs | cells)
        found = grade(folder, made, notebooks, seed=0)
        return {
            (question.name, int(key)): question
            for key, result in found.items()
            for question in result.questions
        }

    return results


CASES = [
    pytest.param(name, question, number, id=f"{name}: {question}: {answer.fault}")
    for name in NAMES
    for question, answers in wrong_answers(name).items()
    for number, answer in enumerate(answers)
]


@pytest.mark.parametrize("name, question, number", CASES)
def test_a_wrong_answer_gets_its_score_and_its_messages(name, question, number, wrong_results):
    wrong, result = wrong_answers(name)[question][number], wrong_results(name)[question, number]
    assert result.score == wrong.score < result.points
    found = complaints(result)
    assert set(found) == set(wrong.messages)
    for check, words in wrong.messages.items():
        assert words in found[check]


@each
def test_beside_wrong_answers_a_question_without_answer_gets_nothing(name, wrong_results):
    others = [
        result
        for (question, number), result in wrong_results(name).items()
        if number >= len(wrong_answers(name)[question])
    ]
    assert others
    assert {words for q in others for words in complaints(q).values()} == {"not answered yet"}
    assert {q.score for q in others} == {0}


@each
def test_every_check_is_failed_by_a_wrong_answer(name):
    answers = [answer for each in wrong_answers(name).values() for answer in each]
    failed = {check for answer in answers for check in answer.messages}
    assert failed == {check.name for question in load(name).questions for check in question.checks}


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
    """A homework with little time for a question, without the one that trains networks by JAX."""
    made = load(name)
    quick = [question for question in made.questions if "optax" not in question.solution]
    return made._replace(questions=quick, seconds=HOSTILE_SECONDS, preload=("numpy",))


def processes_of_ours():
    """Processes that were started for a submission by this one."""
    mark = f"HOMEWORK_GRADER={os.getpid()}\0".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            found += [folder.name] if mark in (folder / "environ").read_bytes() else []
        except OSError:
            continue
    return found


def fingerprint():
    """The contents of all files that a submission might want to change."""
    folders = [ROOT / "grading" / "src", ROOT / "lib", FOLDER, ROOT / "tests"]
    files = sorted(f for folder in folders for f in folder.rglob("*") if f.is_file())
    files = [file for file in files if file.suffix not in {".pyc", ".npz"}]
    return {file: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.fixture(scope="module")
def hostile_results(tmp_path_factory):
    @cache
    def results(name):
        made, folder = in_a_hurry(name), tmp_path_factory.mktemp("hostile")
        attacks = submissions.hostile(made)
        if "count" not in LEVEL.enforced:  # as root, where no control group can be made
            del attacks["forks_without_end"]
        before = fingerprint()
        found = grade(folder, made, {key: nb for key, (nb, _) in attacks.items()}, seed=0)
        return attacks, found, before, fingerprint(), processes_of_ours()

    return results


@isolated
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("case", [path.stem for path in FOLDER.glob("hostile/*.py")])
def test_a_hostile_answer_gains_nothing(name, case, hostile_results):
    attacks, results, *_ = hostile_results(name)
    if case not in attacks:
        pytest.skip("nothing limits the number of processes here")
    for question in results[case].questions:
        wanted = 0 if question.name in attacks[case][1] else question.points
        assert question.score == wanted, complaints(question)
    assert results[case].seconds < 2 * len(attacks[case][1]) * HOSTILE_SECONDS + 30


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


@isolated
@each
def test_hostile_answers_leave_no_process_and_no_change(name, hostile_results):
    _, _, before, after, left = hostile_results(name)
    assert before == after
    assert left == []
    assert not list(Path("/tmp").glob("hostile-was-here*"))
    assert not list(Path("/sys/fs/cgroup").glob(f"*/homework-{os.getpid()}-*"))


@each
def test_without_isolation_all_works_and_says_so(name, tmp_path):
    made = in_a_hurry(name)
    attacks = submissions.hostile(made)
    tame = {key: attacks[key][0] for key in ("always_equal", "leaves_at_once", "loops_at_the_top")}
    notebooks = {"all": submissions.notebook(made), **tame}
    results = grade(tmp_path, made, notebooks, seed=0, level=sandbox.NONE)
    assert results["all"].score == made.points
    for key in tame:
        lost = sum(q.points for q in made.questions if q.name in attacks[key][1])
        assert results[key].score == made.points - lost
        assert results[key].isolation.startswith("feedback only: not isolated (not enforced: ")
    assert processes_of_ours() == []


# Proof 5: no solution and no hidden check is in what students can see


@cache
def published():
    """The text of the package and of the chapters, without pictures, as it is compared."""
    texts = [file.read_text() for file in ROOT.glob("lib/*.py")]
    for file in ROOT.glob("chapters/*.ipynb"):
        texts += ["".join(cell["source"]) for cell in json.loads(file.read_text())["cells"]]
    return squeeze("\n".join(texts))


@cache
def secret_lines(name):
    """Lines of solutions and hidden checks, as they are compared: without spaces and markup."""
    made = load(name)
    public = "\n".join([*made.given, *(q.stub for q in made.questions)])
    secret = "\n".join(q.solution for q in made.questions)
    secret += (FOLDER / made.name / "checks.py").read_text()
    secret += "".join(c["source"] for c in made.cells if "instructor" in homework.tags(c))
    handed_out = [check.run for q in made.questions for check in q.checks if check.public]
    public += "".join(map(inspect.getsource, handed_out))
    public = squeeze(public) + published()
    lines = {squeeze(line) for line in secret.splitlines()}
    return {line for line in lines if len(line) >= 24 and line not in public}


def squeeze(text):
    return re.sub(r"\s+", "", text)


@cache
def readable(path):
    """The text of a file of the site or a notebook, without markup and spaces."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".html":
        text = html.unescape(re.sub(r"<[^>]*>", "", text))
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells) + text
    return squeeze(text)


@each
def test_no_solution_and_no_hidden_check_is_handed_out(name):
    lines = secret_lines(name)
    assert len(lines) > 50
    files = [FOLDER / f"{name}.ipynb"]
    kinds = {".html", ".js", ".json", ".ipynb", ".txt", ".md", ".inv"}
    files += [file for file in SITE.rglob("*") if file.suffix in kinds and "katex" not in file.name]
    assert any(file.suffix == ".html" for file in files), "run 'make book' first"
    for file in files:
        text = readable(file)
        assert not [line for line in lines if line in text], file


@each
def test_the_search_index_does_not_know_hidden_checks(name):
    index = (SITE / "searchindex.js").read_text()
    hidden = [c.name for q in load(name).questions for c in q.checks if not c.public]
    assert hidden and not [word for word in hidden if re.search(rf"\b{word}\b", index)]


@each
def test_the_public_part_of_the_autograder_has_no_secrets(name):
    lines = secret_lines(name)
    (content,) = [c for path, c in private(name).items() if path.suffix == ".zip"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [entry for entry in archive.namelist() if not entry.startswith("private/")]
        assert set(names) >= {"setup.sh", "run_autograder"}
        for entry in names:
            text = squeeze(archive.read(entry).decode())
            assert not [line for line in lines if line in text]


def private(name):
    """The files that students do not get."""
    return build.private(load(name), Path("private"), CONSTRAINTS)


# Proof 6: what is committed is what the source gives


@each
def test_committed_files_equal_a_fresh_build(name):
    made = homework.load(FOLDER / name)
    for path, content in build.public(made).items():
        assert path.read_bytes() == content, "run: make homework"
    assert private(name) == build.private(made, Path("private"), CONSTRAINTS)


@each
def test_the_site_offers_the_committed_notebook(name):
    (found,) = (SITE / "_sources").rglob(f"{name}.ipynb")
    assert found.read_bytes() == (FOLDER / f"{name}.ipynb").read_bytes()
