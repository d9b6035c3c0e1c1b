"""Submissions for the tests of homework: the reference, also with some answers changed."""

import ast
import json
from pathlib import Path
from typing import NamedTuple

from lib.grading.homework import FOLDER, Homework


class Wrong(NamedTuple):
    """A wrong answer: its question, the marks it must get, and for each failed check some words."""

    source: str
    question: str
    marks: float
    messages: dict[str, str]


def notebook(homework: Homework, **changed: str) -> dict:
    """A notebook in which every question is answered right but for those whose cell is given."""
    sources = {q.name: changed.get(q.name, q.solution) for q in homework.questions}
    return of_cells([(source, [f"question:{name}"]) for name, source in sources.items()])


def only(homework: Homework, question: str, source: str) -> dict:
    """The notebook as it is handed out, with one cell filled in."""
    stubs = {q.name: q.stub for q in homework.questions}
    return notebook(homework, **stubs | {question: source})


def of_cells(cells: list[tuple[str, list[str]]]) -> dict:
    """A notebook of code cells, each with its tags."""
    made = [
        {"cell_type": "code", "metadata": {"tags": tags}, "source": source, "outputs": []}
        for source, tags in cells
    ]
    return {"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def write(path: Path, content: dict) -> Path:
    """Write a notebook to a file."""
    path.write_text(json.dumps(content))
    return path


def wrong_answers(name: str) -> list[Path]:
    """The files of a homework's wrong answers."""
    return sorted((FOLDER / name / "wrong").glob("*.py"))


def read_wrong(path: Path) -> Wrong:
    """A wrong answer from its file: the three constants, and what follows them."""
    text = path.read_text()
    found, last = {}, 0
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and node.targets[0].id in ("QUESTION", "MARKS", "MESSAGES"):
            found[node.targets[0].id], last = ast.literal_eval(node.value), node.end_lineno
    source = "\n".join(text.splitlines()[last:])
    return Wrong(source, found["QUESTION"], found["MARKS"], found["MESSAGES"])


# What takes its time for each question that it attacks.
SLOW = {"forks_without_end", "loops_at_the_top", "loops_in_the_question", "nests_deeply"}
SLOW |= {"patches_the_messages", "prints_a_gigabyte", "reads_solutions", "takes_all_memory"}


def hostile(homework: Homework) -> dict[str, tuple[dict, list[str]]]:
    """Hostile notebooks by name, each with the questions that it attacks.

    A quick one attacks all but the last function, a slow one the first function and the first
    value; what is not attacked is answered right.
    """
    functions = [q.name for q in homework.questions if f"def {q.name}(" in q.solution]
    values = [q.name for q in homework.questions if q.name not in functions]
    few, most = functions[:1] + values[:1], functions[:-1] + values
    texts = {path.stem: path.read_text() for path in sorted((FOLDER / "hostile").glob("*.py"))}
    made = {}
    for name, text in texts.items():
        attacked = few if name in SLOW else most
        changed = {question: text.replace("QUESTION", question) for question in attacked}
        made[name] = notebook(homework, **changed), attacked
    return made
