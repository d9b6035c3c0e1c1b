"""How much checks see: each right answer with one thing changed, and whether one notices.

Changed are constants, axes, signs and bounds, one at a time. What no check notices is either equal
to the right answer, or a fault that they let pass: a person looks at it, and says which.

It runs the author's own solutions and checks, here, without a sandbox.
"""

import ast
import contextlib
import copy
import runpy
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from grading.homework import Homework, Question

SECONDS = 1.0  # for all checks of an answer, beside ten times what the right one takes
SWAPPED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
}  # fmt: skip
NAMES = {"max": "min", "min": "max", "maximum": "minimum", "minimum": "maximum"}
NAMES |= {"argmax": "argmin", "argmin": "argmax", "sum": "mean", "mean": "sum"}


class Perturbed(NamedTuple):
    """A right answer with one thing changed. line: where, from 1. change: what, in words."""

    line: int
    change: str
    source: str


class Seen(NamedTuple):
    """What the checks of a question saw: how many changes, and those that none noticed."""

    question: str
    tried: int
    unseen: list[Perturbed]


def seen(homework: Homework, question: Question, seed: int = 0) -> Seen:
    """Try all changes of a question's solution on its checks."""
    begin = time.perf_counter()
    noticed(homework, question, question.solution, seed, homework.seconds)
    limit = SECONDS + 10 * (time.perf_counter() - begin)
    tried = list(perturbed(question.solution))
    unseen = [each for each in tried if not noticed(homework, question, each.source, seed, limit)]
    return Seen(question.name, len(tried), unseen)


def explained(folder: Path) -> dict[str, tuple[int | None, str]]:
    """UNSEEN of a homework's wrong.py: question → how many changes no check notices, and why.

    None for a question whose changes are not tried.
    """
    return runpy.run_path(str(folder / "wrong.py")).get("UNSEEN", {})


def table(homework: Homework, seed: int = 0) -> Iterator[str]:
    """What is seen of a homework, in lines: for each question, and what is not explained."""
    reasons, tried, unseen = explained(homework.folder), 0, 0
    for question in homework.questions:
        most, why = reasons.get(question.name, (0, ""))
        if most is None:
            yield f"{question.name}: {why}"
            continue
        found = seen(homework, question, seed)
        tried, unseen = tried + found.tried, unseen + len(found.unseen)
        yield f"{question.name}: {found.tried - len(found.unseen)} of {found.tried}; {why}"
        if len(found.unseen) > most:
            yield from (f"  not noticed: line {each.line}: {each.change}" for each in found.unseen)
    yield f"{homework.name}: {tried - unseen} of {tried} changes are noticed"


def noticed(homework: Homework, question: Question, source: str, seed: int, seconds: float) -> bool:
    """Whether some check complains of an answer, or it fails, or takes longer than that."""
    names = {}
    try:
        with limited(seconds), np.errstate(all="ignore"):
            exec("\n".join([*homework.given, source]), names)
            return any(check(names[question.name], seed) for check in question.checks)
    except Exception:
        return True


def constant(value, by: float):
    """An answer with every number in it replaced by the same."""
    if isinstance(value, list | tuple):
        return type(value)(constant(item, by) for item in value)
    if isinstance(value, dict):
        return {key: constant(item, by) for key, item in value.items()}
    if value is None or isinstance(value, str):
        return value
    return np.full(np.shape(value), by) if np.ndim(value) else by


def perturbed(source: str) -> Iterator[Perturbed]:
    """All changes of a source; docstrings and annotations stay."""
    tree = ast.parse(source)
    axes = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "axis"
        for part in ast.walk(node.value)
    }
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in axes:
            continue
        for change, apply in changes(node):
            other = copy.deepcopy(tree)
            apply(list(ast.walk(other))[number])
            yield Perturbed(getattr(node, "lineno", 0), change, ast.unparse(other))


def changes(node: ast.AST) -> Iterator[tuple]:
    """What may be changed in a node: words, and a function that changes a copy of it."""
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        for value in {node.value + 1, -node.value, 2 * node.value} - {node.value}:
            yield f"{node.value!r} → {value!r}", lambda n, v=value: setattr(n, "value", v)
    elif isinstance(node, ast.keyword) and node.arg == "axis":
        axis = ast.literal_eval(node.value)
        for other in {0, 1} - {axis} if isinstance(axis, int) else ():
            yield f"axis={axis} → {other}", lambda n, o=other: setattr(n, "value", ast.Constant(o))
    elif isinstance(node, ast.BinOp) and type(node.op) in SWAPPED:
        other = SWAPPED[type(node.op)]
        words = f"{type(node.op).__name__} → {other.__name__} in {ast.unparse(node)}"
        yield words, lambda n, o=other: setattr(n, "op", o())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield f"no − in {ast.unparse(node)}", lambda n: setattr(n, "op", ast.UAdd())
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPPED:
        other = SWAPPED[type(node.ops[0])]
        words = f"{type(node.ops[0]).__name__} → {other.__name__} in {ast.unparse(node)}"
        yield words, lambda n, o=other: n.ops.__setitem__(0, o())
    elif isinstance(node, ast.Attribute) and node.attr in NAMES:
        other = NAMES[node.attr]
        yield f"{ast.unparse(node)} → {other}", lambda n, o=other: setattr(n, "attr", o)


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in what takes longer."""

    def end(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
