"""How much the checks see: each right answer with one thing changed, and whether a check notices.

Changed are constants, axes, signs and bounds, one at a time. What no check notices is either equal to
the right answer, or a fault that the checks let pass: it is looked at by a person.

It runs the author's own solutions and checks, here, without a sandbox.
"""

import ast
import contextlib
import copy
import signal
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from grading.homework import Homework, Question

SECONDS = 10  # for all checks of an answer; what takes longer is noticed
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
    tried = list(perturbed(question.solution))
    unseen = [each for each in tried if not noticed(homework, question, each.source, seed)]
    return Seen(question.name, len(tried), unseen)


def noticed(homework: Homework, question: Question, source: str, seed: int) -> bool:
    """Whether some check complains of an answer, or it fails, or takes too long."""
    names = {}
    try:
        with limited(SECONDS), np.errstate(all="ignore"):
            exec("\n".join([*homework.given, source]), names)
            return any(check(names[question.name], seed) for check in question.checks)
    except Exception:
        return True


def perturbed(source: str) -> Iterator[Perturbed]:
    """All changes of a source; docstrings and annotations stay."""
    tree = ast.parse(source)
    for number, node in enumerate(ast.walk(tree)):
        for change, apply in changes(node):
            other = copy.deepcopy(tree)
            apply(list(ast.walk(other))[number])
            yield Perturbed(node.lineno, change, ast.unparse(other))


def changes(node: ast.AST) -> Iterator[tuple]:
    """What may be changed in a node: words, and a function that changes a copy of it."""
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        for value in {node.value + 1, -node.value, 2 * node.value} - {node.value}:
            yield f"{node.value!r} → {value!r}", lambda n, v=value: setattr(n, "value", v)
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
def limited(seconds: int) -> Iterator[None]:
    """Raise TimeoutError in what takes longer."""

    def end(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
