"""Counts, for every claim, in how many of N runs with other seeds it held.

    python -m elsewhere.seeds 20 [chapters/05_gan_training.ipynb ...]

Each run of a chapter adds 1000, 2000, … to all of its seeds (`startup/shift_seeds.py`). A chapter's
counts are stored as soon as it is done with (`nbclaims.robustness`), so what was counted outlives a
run that is stopped. Exits with 1 when a claim is weak (`nbclaims.robustness.weak`).
"""

import argparse
import os
import sys
from collections import Counter
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import nbformat

from elsewhere import COUNTS, headless, versions
from nbclaims import robustness, schema


def run(path: Path, shift: int) -> tuple[list[dict], list[str]]:
    """The claims of a notebook in a run with a shift added to every seed, and its errors.

    A claim that fails does not end its cell: it is there twice, the second time with the reason.
    """
    notebook = headless.execute(path, Path(sys.executable), os.environ, shift)
    return schema.of_notebook(notebook), headless.errors(notebook)


def held(claims: list[dict]) -> set[str]:
    """The ids of the claims that held in a run: those that never failed in it."""
    return {claim["id"] for claim in claims} - {c["id"] for c in claims if not c["passed"]}


def count(path: Path, runs: dict[int, Future]) -> dict:
    """The record of a chapter: each of its claims, and in how many of its runs it held.

    Prints a line for each run, by its shift, with what did not hold in it.
    """
    counts = Counter()
    for shift, future in runs.items():
        claims, errors = future.result()
        print(f"{path.name} +{shift}: {len(held(claims))} claims held", flush=True)
        for problem in [*(c["because"] for c in claims if "statement" not in c), *errors]:
            print(f"    {problem}", flush=True)
        counts.update(held(claims))
    stated = robustness.fingerprints(nbformat.read(path, as_version=4))
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "versions": versions(),
        "runs": list(map(str, runs)),
        "claims": {
            name: {"fingerprint": fingerprint, "held": counts[name]}
            for name, fingerprint in stated.items()
        },
    }


def main(arguments: list[str]) -> int:
    """Try chapters; gives the number of claims that do not hold often enough."""
    parser = argparse.ArgumentParser(description="Count the seeds for which each claim holds.")
    parser.add_argument("number", type=int, help="how many other seeds")
    parser.add_argument("chapters", type=Path, nargs="*", help="notebooks; all when left out")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="runs at a time")
    given = parser.parse_args(arguments)
    if given.number < 1:
        parser.error(f"number must be at least 1, got {given.number}")
    shifts = [1000 * i for i in range(1, given.number + 1)]
    weak = 0
    # Processes: the client of a notebook leaves an event loop behind in each thread.
    with ProcessPoolExecutor(given.jobs, get_context("spawn")) as pool:
        chapters = given.chapters or sorted(Path("chapters").glob("*.ipynb"))
        runs = {path: {s: pool.submit(run, path, s) for s in shifts} for path in chapters}
        for path in chapters:
            record = count(path, runs[path])
            robustness.store(COUNTS, "seeds", path.with_suffix("").as_posix(), record)
            for name, claim in record["claims"].items():
                if robustness.weak(robustness.Held(claim["held"], given.number)):
                    weak += 1
                    print(f"WEAK {name}: held in {claim['held']} of {given.number}", flush=True)
    return weak


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) > 0)
