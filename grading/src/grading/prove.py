"""Six proofs that a homework can be handed out and graded, each with what contradicts it.

    for proof in prove(Path("course/weather")):
        print(proof.claim, proof.tried, proof.faults)

An author runs them on a homework of his own; they need what it needs, and some minutes.
"""

import functools
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from grading import build, sandbox, student, trial, wrong_answer
from grading.homework import Homework, load
from grading.judge import importing
from grading.leaks import hidden
from grading.proof import Proof, complaints, graded, passed_or
from grading.result import QuestionResult
from grading.sandbox import Level

SEEDS = 5
HURRY = 2.0  # seconds for a question in proof 4, so that what loops ends soon
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


def built(homework: Homework) -> Proof:
    """The sixth: what lies there to be handed out is what the source gives."""
    files, faults = build.public(homework), []
    for path, content in files.items():
        if not path.is_file() or path.read_bytes() != content:
            state = "is not what the source gives" if path.is_file() else "is not there"
            faults.append(f"{path.name} {state}: run `grading build {homework.course}`")
    return Proof("what is handed out is what the source gives", len(files), faults)
