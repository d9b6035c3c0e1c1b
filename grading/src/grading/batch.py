"""Grades files, some at a time, and hands out each result as it comes."""

import queue
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from grading.grade import grade
from grading.homework import Homework
from grading.result import Result
from grading.sandbox import Level
from grading.submission import Submission, Unreadable, clean, read


def grade_all(
    paths: list[Path],
    choose: Callable[[Submission], Homework],
    *,
    seed: int,
    level: Level,
    jobs: int,
    only: set[str] | None = None,
) -> Iterator[Result]:
    """The results in the order in which they are ready. No file can stop the others.

    choose: the homework of a submission; may raise Unreadable. only: some of the questions.
    """
    slots = queue.SimpleQueue()
    for slot in range(jobs):
        slots.put(slot)

    def one(path):
        slot = slots.get()
        try:
            return grade_file(path, choose, seed=seed, level=level, slot=slot, only=only)
        finally:
            slots.put(slot)

    with ThreadPoolExecutor(jobs) as pool:
        for future in as_completed([pool.submit(one, path) for path in paths]):
            yield future.result()


def grade_file(
    path: Path,
    choose: Callable[[Submission], Homework],
    *,
    seed: int,
    level: Level,
    slot: int = 0,
    only: set[str] | None = None,
) -> Result:
    """The result of one file; it says so where the file cannot be read, or the grader fails."""
    start = time.monotonic()
    try:
        submission = read(path)
        homework = choose(submission).of(submission.student or submission.variant)
        found = grade(homework, submission, seed=seed, level=level, slot=slot, only=only)
        return found._replace(time=path.stat().st_mtime)
    except Unreadable as error:
        problem = str(error)
    except Exception as error:  # a fault of ours, which must not cost the others' results
        traceback.print_exc()
        problem = f"the grader failed: {type(error).__name__}: {clean(str(error))}"
    seconds = time.monotonic() - start
    return Result(str(path), "", 0.0, problem, level.name, level.missing, seed, seconds, [])
