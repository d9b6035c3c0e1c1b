"""Writes all files of a homework. The same source gives the same bytes.

The student notebook is committed, beside the homework's folder: it is the page of the book, and
what the site offers for download. What holds solutions goes to _build/homework.
"""

import json
import os
from pathlib import Path

from lib.grading import gradescope, homework, student

PRIVATE = Path(__file__).parents[2] / "_build" / "homework"


def files(made: homework.Homework) -> tuple[dict[Path, bytes], dict[Path, bytes]]:
    """The files that students get, and the private ones, by their places."""
    public = {made.folder / f"{made.name}.ipynb": text(student.student(made))}
    private = {
        PRIVATE / made.name / "instructor.ipynb": text(student.instructor(made)),
        PRIVATE / made.name / "autograder.zip": gradescope.autograder(made),
    }
    return public, private


def build(name: str, folder: Path = homework.FOLDER) -> list[Path]:
    """Write the files of a homework; returns their places."""
    written = []
    for group in files(homework.load(name, folder)):
        for path, content in group.items():
            write(path, content)
            written.append(path)
    return written


def write(path: Path, content: bytes) -> None:
    """Write a file whole, or not at all, and the folders that it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(content)
    os.replace(draft, path)


def text(notebook: dict) -> bytes:
    """A notebook as Jupyter writes it."""
    return (json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()
