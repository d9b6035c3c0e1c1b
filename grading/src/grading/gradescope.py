"""Grades one submission on Gradescope, and writes the results in the form that it reads.

    python -m grading.gradescope HOMEWORK SUBMISSION-FOLDER RESULTS.json

Source: gradescope-autograders.readthedocs.io, "Autograder specifications".
"""

import json
import secrets
import sys
from pathlib import Path

from grading import sandbox
from grading.batch import grade_file
from grading.homework import load
from grading.identify import identify
from grading.result import Result


def main(folder: Path, submission: Path, output: Path) -> None:
    """Grade the one notebook in a folder, and write the results."""
    homework = load(folder)
    notebooks = handed_in(submission)
    if len(notebooks) == 1:
        level, seed = sandbox.best(homework.secrets), secrets.randbits(32)
        found = results(
            grade_file(notebooks[0], lambda s: identify(s, [homework]), seed=seed, level=level)
        )
    else:
        found = {"score": 0, "output": f"hand in one notebook: there are {len(notebooks)}"}
    output.write_text(json.dumps(found, indent=1))


def handed_in(folder: Path) -> list[Path]:
    """The notebooks in a folder, without copies that programs keep in hidden folders or beside."""
    found = [path.relative_to(folder) for path in sorted(folder.rglob("*.ipynb"))]
    return [
        folder / path
        for path in found
        if not any(part.startswith(".") or part == "__MACOSX" for part in path.parts)
    ]


def results(result: Result) -> dict:
    """A result in Gradescope's form: a test for each check."""
    tests = []
    for question in result.questions:
        if question.mark:
            tests.append(
                {
                    "name": question.title, "score": question.score,
                    "max_score": question.points, "visibility": "visible",
                    "output": question.by_hand,
                }
            )  # fmt: skip
        for check in question.checks if not question.mark else ():
            status = "passed" if check.message is None else "failed"
            tests.append(
                {
                    "name": f"{question.title}: {check.title}", "score": check.score,
                    "max_score": check.points, "status": status, "visibility": "visible",
                    "output": check.message or "",
                }
            )  # fmt: skip
    about = result.problem or f"{result.isolation}; seed {result.seed}"
    about = "\n".join([about, *result.notes])
    return {
        "score": result.score, "output": about, "tests": tests,
        "execution_time": round(result.seconds), "stdout_visibility": "hidden",
    }  # fmt: skip


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
