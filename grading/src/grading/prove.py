"""Six proofs that a homework can be handed out and graded, each with what contradicts it.

    for proof in prove(Path("course/weather")):
        print(proof.claim, proof.tried, proof.faults)

An author runs them on a homework of his own; they need what it needs, and some minutes.
"""

import functools
import hashlib
import html
import inspect
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from grading import build, pack, sandbox, student, trial, wrong_answer
from grading.batch import grade_all
from grading.homework import Homework, load, private
from grading.judge import importing
from grading.result import QuestionResult, Result
from grading.sandbox import Level

SEEDS = 5
HURRY = 3.0  # seconds for a question in proof 4, so that what loops ends soon
LONG = 24  # characters of a line, without spaces, that nobody writes by chance
UNANSWERED = "not answered yet"
RUN = """
import json, sys, types
from grading.worker.notebook import Notebook
notebook = Notebook(types.ModuleType("__main__"), lambda cell, statement: True)
for number, source in enumerate(json.load(sys.stdin)):
    notebook.cell(number, source, lambda statement: False)
for number, note in notebook.notes.items():
    print(f"code cell {number + 1} of the student notebook: {note}", file=sys.stderr)
sys.exit(bool(notebook.notes))
"""


class Proof(NamedTuple):
    """What is claimed, how many cases were tried, and what contradicts it, in sentences."""

    claim: str
    tried: int
    faults: list[str]


def prove(folder: Path, seen: Iterable[Path] = ()) -> Iterator[Proof]:
    """The six proofs of the homework in a folder, each as soon as it is done.

    seen: other files that students see, a site for example; nothing secret may be in them. Raises
    ValueError where the homework cannot be read.
    """
    homework = load(folder)
    level = sandbox.best(homework.secrets)
    yield solutions(homework, level)
    yield untouched(homework, level)
    yield wrong(homework, level)
    yield hostile(homework._replace(seconds=min(homework.seconds, HURRY)), level)
    yield hidden(homework, seen)
    yield built(homework)


def solutions(homework: Homework, level: Level) -> Proof:
    """The first: right answers get everything, whatever the seed."""
    faults = []
    for seed in range(SEEDS):
        made = homework.of(f"student {seed}") if seed else homework
        result = graded(made, {"right": trial.notebook(made)}, level, seed)["right"]
        faults += [f"seed {seed}: {said}" for said in complaints(result)]
    return Proof("right answers get all points", SEEDS * len(homework.questions), faults)


def for_another(proof: Callable) -> Callable:
    """A proof, tried also with another student's numbers where students have their own."""

    @functools.wraps(proof)
    def tried(homework: Homework, level: Level) -> Proof:
        found = proof(homework, level)
        if not homework.numbers:
            return found
        other = proof(homework.of("student 1"), level)
        faults = [f"with other numbers: {fault}" for fault in other.faults]
        return Proof(found.claim, found.tried + other.tried, found.faults + faults)

    return tried


@for_another
def untouched(homework: Homework, level: Level) -> Proof:
    """The second: what is handed out runs, and gets nothing."""
    made = student.student(homework)
    sources = ["".join(cell["source"]) for cell in made["cells"] if cell["cell_type"] == "code"]
    run = subprocess.run(
        [sys.executable, "-c", RUN], input=json.dumps(sources), capture_output=True, text=True,
        env=importing() | {"MPLBACKEND": "Agg"}, cwd=tempfile.gettempdir(), timeout=600,
    )  # fmt: skip
    faults = run.stderr.splitlines() if run.returncode else []
    result = graded(homework, {"untouched": made}, level)["untouched"]
    for question in result.questions:
        said = {check.message for check in question.checks}
        if said != {UNANSWERED}:
            faults.append(f"{question.name}, untouched: {passed_or(said)}, not '{UNANSWERED}'")
    faults += [result.problem] if result.problem else []
    claim = "what is handed out runs, and gets nothing"
    return Proof(claim, len(sources) + len(homework.questions), faults)


@for_another
def wrong(homework: Homework, level: Level) -> Proof:
    """The third: wrong answers get what `wrong.py` says, and every check is failed by one."""
    claim = "wrong answers get the points and the messages of wrong.py"
    try:
        answers = wrong_answer.load(homework.folder)
    except Exception as error:  # whatever its author wrote
        return Proof(claim, 0, [f"wrong.py cannot be read: {type(error).__name__}: {error}"])
    questions = {question.name: question for question in homework.questions}
    faults = [f"wrong.py: there is no question {name}" for name in answers.keys() - questions]
    faults += [f"{name}: wrong.py has no wrong answer" for name in questions.keys() - answers]
    failed = {check for some in answers.values() for each in some for check in each.messages}
    for question in homework.questions:
        for check in question.checks:
            if check.name not in failed:
                faults.append(f"{check.name}: no wrong answer fails it, so it may check nothing")
    stubs, notebooks, tried = {name: q.stub for name, q in questions.items()}, {}, []
    for number in range(max(map(len, answers.values()), default=0)):
        cells = {}
        for name in answers.keys() & questions:
            for each in answers[name][number : number + 1]:
                try:
                    cells[name] = each.apply(questions[name].solution)
                    tried.append((name, number, each))
                except ValueError as error:
                    faults.append(f"{name}: {error}")
        notebooks[str(number)] = trial.notebook(homework, **stubs | cells)
    results = graded(homework, notebooks, level)
    found = {(q.name, key): q for key, result in results.items() for q in result.questions}
    for name, key in found.keys() - {(name, str(number)) for name, number, _ in tried}:
        said = {check.message for check in found[name, key].checks}
        if said != {UNANSWERED}:
            faults.append(f"{name}, untouched beside wrong answers: {passed_or(said)}")
    for name, number, each in tried:
        for fault in contradictions(each, found[name, str(number)]):
            faults.append(f"{name}, '{each.fault}': {fault}")
    return Proof(claim, len(tried), faults)


def contradictions(answer: wrong_answer.WrongAnswer, found: QuestionResult) -> Iterator[str]:
    """What a wrong answer was given, where that is not what its author wrote down."""
    if found.score != answer.score:
        yield f"it gets {found.score:g} points, not {answer.score:g}"
    if answer.score >= found.points:
        yield "it gets all points, so it is not wrong"
    said = {check.name: check.message for check in found.checks if check.message is not None}
    for name in said.keys() - answer.messages:
        yield f"{name} fails and is not among its messages; it says: {said[name]}"
    for name, words in answer.messages.items():
        if name not in said:
            yield f"{name} does not fail"
        elif words not in said[name]:
            yield f"{name} should say '{words}', but says: {said[name]}"


def hostile(homework: Homework, level: Level) -> Proof:
    """The fourth: hostile answers gain nothing, cost the others nothing, leave nothing behind.

    Questions whose right answer takes longer than the homework's time are left out.
    """
    claim = "hostile answers gain nothing, cost the others nothing, and leave nothing behind"
    if level.name != "bubblewrap":
        why = sandbox.why_not(homework.secrets)
        return Proof(claim, 0, [f"this cannot be tried without bubblewrap: {why}"])
    right = graded(homework, {"right": trial.notebook(homework)}, level)["right"]
    quick = {question.name for question in right.questions if question.score == question.points}
    made = homework._replace(questions=[q for q in homework.questions if q.name in quick])
    if not quick:
        return Proof(claim, 0, [f"no right answer comes within {homework.seconds:g} s"])
    attacks = trial.hostile(made)
    if "count" not in level.enforced:  # as root, where no control group can be made
        del attacks["forks_without_end"]
    before, faults = fingerprint(homework), []
    results = graded(made, {key: notebook for key, (notebook, _) in attacks.items()}, level)
    for key, (_, attacked) in attacks.items():
        for question in results[key].questions:
            wanted = 0.0 if question.name in attacked else question.points
            if question.score != wanted:
                said = passed_or({check.message for check in question.checks})
                faults.append(
                    f"{key}: {question.name} gets {question.score:g}, not {wanted:g}: {said}"
                )
        if results[key].seconds > 2 * len(attacked) * made.seconds + 10 * right.seconds + 30:
            faults.append(f"{key}: it took {results[key].seconds:.0f} s")
    changed = {file for file, _ in before.items() ^ fingerprint(homework).items()}
    faults += [f"changed: {file}" for file in sorted(changed)]
    faults += [f"still running: process {number}" for number in processes()]
    return Proof(claim, sum(len(attacked) for _, attacked in attacks.values()), faults)


def fingerprint(homework: Homework) -> dict[Path, str]:
    """The contents of what a submission might want to change: the course and this program."""
    files = [*homework.course.rglob("*"), *Path(__file__).parent.rglob("*")]
    kept = [f for f in files if f.is_file() and f.suffix != ".pyc"]
    return {file: hashlib.sha256(file.read_bytes()).hexdigest() for file in kept}


def processes() -> list[str]:
    """Those that run and were started for a submission by this one."""
    mark, found = f"HOMEWORK_GRADER={os.getpid()}\0".encode(), []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            found += [folder.name] if mark in (folder / "environ").read_bytes() else []
        except OSError:
            continue
    return found


def hidden(homework: Homework, seen: Iterable[Path] = (), known: str = "") -> Proof:
    """The fifth: no line of a solution or of a hidden check is in what students see.

    known: text that is public anyway, as are the stubs, what is given and the public checks.
    """
    lines = secret_lines(homework, known)
    texts = {"the student notebook": readable(".ipynb", build.text(student.student(homework)))}
    with zipfile.ZipFile(io.BytesIO(pack.autograder(homework))) as archive:
        for name in archive.namelist():
            if not name.startswith("private/"):
                texts[f"{name} of autograder.zip"] = squeezed(archive.read(name).decode())
    for file in seen:
        texts[str(file)] = readable(file.suffix, file.read_bytes())
    faults = [f"{where}: {line}" for where, text in texts.items() for line in lines if line in text]
    claim = "no line of a solution or of a hidden check is in what students see"
    return Proof(claim, len(lines) * len(texts), faults)


def secret_lines(homework: Homework, known: str = "") -> list[str]:
    """Lines of solutions, derivations and checks without spaces, but for short and public ones."""
    questions = homework.questions
    secret = [question.solution for question in questions]
    secret += [(homework.folder / "checks.py").read_text(encoding="utf-8")]
    secret += [cell["source"] for cell in homework.cells if private(cell)]
    public = [*homework.given, *(question.stub for question in questions), known]
    public += [inspect.getsource(c.run) for q in questions for c in q.checks if c.public]
    shown = squeezed("\n".join(public))
    lines = {squeezed(line) for line in "\n".join(secret).splitlines()}
    return sorted(line for line in lines if len(line) >= LONG and line not in shown)


def readable(suffix: str, content: bytes) -> str:
    """The text of a page or a notebook, without markup and spaces."""
    text = content.decode("utf-8", "replace")
    if suffix == ".html":
        text = html.unescape(re.sub(r"<[^>]*>", "", text))
    if suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells) + text
    return squeezed(text)


def squeezed(text: str) -> str:
    """A text without spaces."""
    return re.sub(r"\s+", "", text)


def built(homework: Homework) -> Proof:
    """The sixth: what lies there to be handed out is what the source gives."""
    files, faults = build.public(homework), []
    for path, content in files.items():
        if not path.is_file() or path.read_bytes() != content:
            state = "is not what the source gives" if path.is_file() else "is not there"
            faults.append(f"{path.name} {state}: run `grading build {homework.course}`")
    return Proof("what is handed out is what the source gives", len(files), faults)


def graded(
    homework: Homework, notebooks: dict[str, dict], level: Level, seed: int = 0
) -> dict[str, Result]:
    """The results of some notebooks, by their keys."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [trial.write(Path(folder, f"{key}.ipynb"), nb) for key, nb in notebooks.items()]
        jobs = os.cpu_count() or 1
        asked = homework._replace(written=())  # these wait for a person
        found = list(grade_all(paths, lambda _: asked, seed=seed, level=level, jobs=jobs))
    return {Path(result.submission).stem: result for result in found}


def complaints(result: Result) -> list[str]:
    """Whatever is said against a submission."""
    said = [
        f"{question.name}: {check.name}: {check.message}"
        for question in result.questions
        for check in question.checks
        if check.message is not None
    ]
    return [result.problem, *said] if result.problem else said


def passed_or(said: set[str | None]) -> str:
    """The messages of a question's checks, where some may have passed."""
    return "; ".join(sorted(message or "a check passed" for message in said))
