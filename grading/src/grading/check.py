"""A graded check, and how an answer is compared with what it should be.

A check is a function that returns None for a right answer, else what is wrong with it, in words. A
hidden one takes (answer, rng) and draws fresh inputs; a public one takes the answer alone, and is
handed out in the student notebook. The first line of its docstring is its name for people. `answer`
is a function for a question that asks for one, else the value itself; either way plain data.
"""

import zlib
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np


class Check(NamedTuple):
    """A check of a question: its points, and the function that decides.

    needs: the name of another one of that question, without which this one gives no points, because
    answers may pass it that know nothing.
    """

    question: str
    points: float
    run: Callable
    public: bool = False
    needs: str | None = None

    @property
    def name(self) -> str:
        """The function's name, unique in a homework."""
        return self.run.__name__

    @property
    def title(self) -> str:
        """What is checked, for people."""
        return (self.run.__doc__ or self.name).strip().splitlines()[0]

    def __call__(self, answer, seed: int) -> str | None:
        """The complaint about an answer, or None. The seed and the name determine the inputs."""
        with np.errstate(all="ignore"):  # an answer may be infinite
            if self.public:
                return self.run(answer)
            return self.run(answer, np.random.default_rng([seed, zlib.crc32(self.name.encode())]))


def compare(
    got,
    right,
    *,
    rtol: float = 1e-4,
    atol: float = 1e-6,
    what: str = "the result",
    mistakes: Mapping[str, object] | None = None,
) -> str | None:
    """None where got = right within rtol·|right| + atol, else what is wrong.

    mistakes: complaint → what that misconception gives for the same input. The first that fits what
    was got, and is not right itself, is the complaint. No right number is ever told.
    """
    right = np.asarray(right, float)
    try:
        array = np.asarray("none" if got is None else got, float)  # NumPy takes None for nan
    except (TypeError, ValueError):
        return f"{what} should be numbers, but is {kind(got)}"
    if array.shape != right.shape:
        return f"{what} should have shape {right.shape}, but has {array.shape}"
    if fits(array, right, rtol, atol):
        return None
    for complaint, wrong in (mistakes or {}).items():
        wrong = np.asarray(wrong, float)
        if wrong.shape == array.shape and fits(array, wrong, rtol, atol):
            return complaint
    for complaint, wrong in {
        "the sign is wrong": -right,
        "nats are asked for, natural logarithms: yours are bits": right / np.log(2),
    }.items():
        if np.any(right) and fits(array, wrong, rtol, atol):
            return f"{what}: {complaint}"
    if not np.isfinite(array).all():
        return f"{what} is not finite: {np.count_nonzero(~np.isfinite(array))} nan or infinite"
    wrong = np.abs(array - right) > atol + rtol * np.abs(right)
    if right.ndim == 0:
        return f"{what} is wrong, by {abs(float(array - right)):.2g}"
    worst = np.max(np.abs(array - right))
    return f"{what} is wrong in {wrong.sum()} of {wrong.size} places, by up to {worst:.2g}"


def parts(answer, count: int):
    """An answer that has some parts, in a tuple, a list or an array; else a ValueError says so."""
    if isinstance(answer, np.ndarray) and answer.ndim > 0:
        answer = list(answer)
    if not isinstance(answer, list | tuple):
        raise ValueError(f"{count} results are asked for, but it is {kind(answer)}")
    if len(answer) != count:
        raise ValueError(f"{count} results are asked for, but there are {len(answer)}")
    return answer


def fits(a, b, rtol: float, atol: float) -> bool:
    """Whether |a − b| ≤ atol + rtol·|b| everywhere; infinities and nan must agree."""
    return bool(np.allclose(a, b, rtol=rtol, atol=atol, equal_nan=True))


def kind(value) -> str:
    """What sort of thing a value is, for people."""
    if value is None:
        return "None (is a `return` missing?)"
    return f"of type {type(value).__name__}"
