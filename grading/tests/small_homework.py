"""A small homework for the tests, written to a folder and loaded from it."""

import json
from pathlib import Path

from grading.homework import Homework
from grading.homework import load as read

CHECKS = '''
"""Checks."""
from grading.check import Check, compare


def doubled(double):
    """twice three"""
    return None if double(3) == 6 else f"twice three is six, not {double(3)}"


def any_doubled(double, rng):
    """twice anything"""
    x = rng.normal(size=4)
    return compare(double(x), 2 * x, what="twice x", mistakes={"that is the square": x**2})


def chosen(choice, rng):
    """the choice"""
    return None if choice == "b" else "no"


CHECKS = [
    Check("double", 1, doubled, public=True),
    Check("double", 2, any_doubled),
    Check("choice", 0.5, chosen),
]
'''
DOUBLE = """\
def double(x):
    \"\"\"Twice x.\"\"\"
    ### BEGIN SOLUTION
    secret_factor = two
    return secret_factor * x
    ### END SOLUTION"""
CHOICE = """\
# One of "a", "b", "c".
### BEGIN SOLUTION
choice = "b"
### END SOLUTION"""
CELLS = [
    ("markdown", "# Small\n\nA small homework.", []),
    ("code", "two = 2", ["given"]),
    ("markdown", "## 1. Doubling\n\nDouble.", []),
    ("code", DOUBLE, ["question:double", "points:3"]),
    ("markdown", "**Proof.** By secret means.", ["instructor"]),
    ("markdown", "## Two. Choosing", []),
    ("code", CHOICE, ["question:choice", "points:0.5"]),
    ("code", "picture = double(1)", ["target"]),
]
PICTURE = {
    "metadata": {},
    "data": {"image/png": "iVBORw0KGgo=", "text/plain": "6"},
    "output_type": "display_data",
}
TEXT = {"name": "stdout", "output_type": "stream", "text": "secret output"}


def write(folder: Path, cells=CELLS, checks=CHECKS, name="small") -> Path:
    """Write a homework into a folder of homeworks; returns its own folder."""
    cells = [
        {"cell_type": kind, "id": f"id-{n}", "metadata": {"tags": tags}, "source": source}
        | ({"outputs": [PICTURE, TEXT], "execution_count": n} if kind == "code" else {})
        for n, (kind, source, tags) in enumerate(cells)
    ]
    (folder / name).mkdir(parents=True)
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / name / "source.ipynb").write_text(json.dumps(content))
    (folder / name / "checks.py").write_text(checks)
    return folder / name


def load(folder: Path, **options) -> Homework:
    """Write a homework and load it."""
    return read(write(folder, **options))
