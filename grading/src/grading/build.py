"""Writes all files of a homework. The same source gives the same bytes.

The student notebook stands beside the homework's folder: it may be published. What holds solutions
goes to a private folder.
"""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from grading import pack, student
from grading.homework import Homework
from grading.variant import ALLOWED


def public(homework: Homework) -> dict[Path, bytes]:
    """The files that students get, by their places."""
    return {homework.course / f"{homework.name}.ipynb": text(student.student(homework))}


def private(homework: Homework, folder: Path, constraints: str = "") -> dict[Path, bytes]:
    """The files that they do not get, by their places in a private folder."""
    return {
        folder / homework.name / "instructor.ipynb": text(student.instructor(homework)),
        folder / homework.name / "autograder.zip": pack.autograder(homework, constraints),
    }


def variants(homework: Homework, folder: Path, students: Sequence[str]) -> dict[Path, bytes]:
    """Each student's notebook, with numbers of his own, by its place in a private folder.

    None where nobody has such. Raises ValueError where a student cannot name a file.
    """
    if odd := [each for each in students if not ALLOWED.fullmatch(each)]:
        raise ValueError(f"no notebook can be built for {', '.join(odd)}")
    place = folder / homework.name / "variants"
    own = {name: homework.of(name) for name in students if homework.numbers}
    return {place / f"{name}.ipynb": text(student.student(made)) for name, made in own.items()}


def build(
    homework: Homework, folder: Path, constraints: str = "", students: Sequence[str] = ()
) -> list[Path]:
    """Write the files of a homework, the private ones into a folder; returns their places.

    constraints: the versions of packages, as pip reads them, for the autograder. students: who gets
    a notebook of his own, where there are such.
    """
    files = public(homework) | private(homework, folder, constraints)
    files |= variants(homework, folder, students)
    for path, content in files.items():
        write(path, content)
    return list(files)


def write(path: Path, content: bytes) -> None:
    """Write a file whole, or not at all, and the folders that it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(content)
    os.replace(draft, path)


def text(notebook: dict) -> bytes:
    """A notebook as Jupyter writes it."""
    return (json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()
