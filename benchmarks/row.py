"""A row of the table, and how it is measured."""

import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Row(NamedTuple):
    """Ours beside theirs.

    ours, theirs: do the work once and return the quality reached; state may go on from call to
    call. share: how much of our work theirs does in a call. quality: what is returned, in words.
    """

    work: str
    peer: str
    quality: str
    ours: Callable[[], float]
    theirs: Callable[[], float]
    share: float = 1.0


def measure(row: Row, rounds: int) -> dict:
    """Time both in turn, ours first and last in each round, after one call that is not timed.

    Returns CPU seconds of each, medians over the rounds, for the whole of our work; the ratio
    theirs/ours with its quartiles over the rounds; and the last qualities.
    """
    row.ours(), row.theirs()
    ours, theirs = [], []
    for _ in range(rounds):
        first, quality_ours = timed(row.ours)
        second, _ = timed(row.theirs)
        third, quality_theirs = timed(row.theirs)
        fourth, quality_ours = timed(row.ours)
        ours.append((first + fourth) / 2)
        theirs.append((second + third) / 2 / row.share)
    low, ratio, high = np.quantile(np.divide(theirs, ours), [0.25, 0.5, 0.75])
    return {
        "work": row.work,
        "peer": row.peer,
        "ours": float(np.median(ours)),
        "theirs": float(np.median(theirs)),
        "ratio": float(ratio),
        "quartiles": [float(low), float(high)],
        "quality": row.quality,
        "quality_ours": float(quality_ours),
        "quality_theirs": float(quality_theirs),
    }


def timed(work: Callable[[], float]) -> tuple[float, float]:
    """CPU seconds of this process, and what the work returned."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result
