"""Grades many files, some at a time, and hands out each result as it comes."""

import queue
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from lib.grading.grade import grade
from lib.grading.homework import Homework
from lib.grading.result import Result
from lib.grading.sandbox import Level
from lib.grading.submission import Unreadable, clean, read


def grade_all(
    paths: list[Path],
    choose: Callable[[str | None, list[dict]], Homework],
    *,
    seed: int,
    level: Level,
    jobs: int,
) -> Iterator[Result]:
    """The results in the order in which they are ready. No file can stop the others.

    choose: the homework of a submission, by what it says and by its cells; may raise Unreadable.
    """
    slots = queue.SimpleQueue()
    for slot in range(jobs):
        slots.put(slot)

    def one(path):
        slot, start = slots.get(), time.monotonic()
        problem = None
        try:
            submission = read(path)
            homework = choose(submission.homework, submission.cells)
            return grade(homework, path, seed=seed, level=level, slot=slot)
        except Unreadable as error:
            problem = str(error)
        except Exception as error:  # a fault of ours, which must not cost the others' results
            traceback.print_exc()
            problem = f"the grader failed: {type(error).__name__}: {clean(str(error))}"
        finally:
            slots.put(slot)
        seconds = time.monotonic() - start
        return Result(str(path), "", 0.0, problem, level.name, level.missing, seed, seconds, [])

    with ThreadPoolExecutor(jobs) as pool:
        for future in as_completed([pool.submit(one, path) for path in paths]):
            yield future.result()
