"""Notebooks as they may be handed in, for proofs: right answers, also with some changed."""

import json
from pathlib import Path

from grading.homework import Homework

HOSTILE = Path(__file__).with_name("hostile")
# What takes its time for each question that it attacks.
SLOW = {"forks_without_end", "loops_at_the_top", "loops_in_the_question", "nests_deeply"}
SLOW |= {"patches_jax", "patches_the_messages", "prints_a_gigabyte", "reads_solutions"}
SLOW |= {"takes_all_memory", "writes_files"}


def notebook(homework: Homework, **changed: str) -> dict:
    """A notebook in which every question is answered right but for those whose cell is given."""
    sources = {q.name: changed.get(q.name, q.solution) for q in homework.questions}
    return of_cells([(source, [f"question:{name}"]) for name, source in sources.items()])


def of_cells(cells: list[tuple[str, list[str]]]) -> dict:
    """A notebook of code cells, each with its tags."""
    listed = [
        {"cell_type": "code", "metadata": {"tags": tags}, "source": source, "outputs": []}
        for source, tags in cells
    ]
    return {"cells": listed, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def write(path: Path, content: dict) -> Path:
    """Write a notebook to a file."""
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def hostile(homework: Homework) -> dict[str, tuple[dict, list[str]]]:
    """Hostile notebooks by name, each with the questions that it attacks.

    A quick one attacks all but the last function, a slow one the first function and the first
    value; with a single question, that one. What is not attacked is answered right.
    """
    functions = [q.name for q in homework.questions if f"def {q.name}(" in q.solution]
    values = [q.name for q in homework.questions if q.name not in functions]
    few, most = functions[:1] + values[:1], functions[:-1] + values or functions
    notebooks = {}
    for path in sorted(HOSTILE.glob("*.py")):
        attacked = few if path.stem in SLOW else most
        text = path.read_text(encoding="utf-8")
        changed = {question: text.replace("QUESTION", question) for question in attacked}
        notebooks[path.stem] = notebook(homework, **changed), attacked
    return notebooks
