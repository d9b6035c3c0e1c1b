"""What a proof is made of: a claim, what contradicts it, and notebooks graded for it."""

import os
import tempfile
from pathlib import Path
from typing import NamedTuple

from grading import trial
from grading.batch import grade_all
from grading.homework import Homework
from grading.result import Result
from grading.sandbox import Level


class Proof(NamedTuple):
    """What is claimed, how many cases were tried, and what contradicts it, in sentences."""

    claim: str
    tried: int
    faults: list[str]


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
