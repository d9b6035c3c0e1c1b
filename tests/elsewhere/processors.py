"""Verifies notebooks and the tests of lib as other processors would compute them.

    python -m elsewhere.processors [--on NAME ...] [FILE ...]     all when left out
    python -m elsewhere.processors --unlike-this FILE ...         on one unlike this machine

A processor is emulated by what chooses kernels: OpenBLAS's core type, XLA's and NumPy's instruction
sets, and the number of threads. The set covers each choice of each at least once, not all products.
What a machine cannot emulate is left out, and said. Prints a table: seconds and verdict for each
file on each processor. In how many of them each claim held is stored (`nbclaims.robustness`).
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue
from typing import NamedTuple

import nbformat
import numpy as np

from elsewhere import COUNTS, versions
from nbclaims import robustness, schema

with_features = np._core._multiarray_umath  # the one place where NumPy says what it was built for
CPU = with_features.__cpu_features__
CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]
PINS = shutil.which("taskset") is not None
LEVELS = ("SSE4_2", "AVX", "AVX2", "AVX512")  # XLA's names, each holding those before it


class Processor(NamedTuple):
    """openblas: its core type. isa: the largest instruction set of XLA and NumPy. threads: 1, 2."""

    openblas: str
    isa: str
    threads: int


PROCESSORS = {
    "Nehalem": Processor("Nehalem", "SSE4_2", 1),
    "Sandybridge": Processor("Sandybridge", "AVX", 2),
    "Haswell": Processor("Haswell", "AVX2", 2),
    "Zen": Processor("Zen", "AVX2", 1),
    "SkylakeX": Processor("SkylakeX", "AVX512", 1),
}


def level() -> str:
    """The largest of `LEVELS` that this processor has; empty when it has none of them."""
    has = {"SSE4_2": "SSE42", "AVX": "AVX", "AVX2": "AVX2", "AVX512": "AVX512F"}
    return max((name for name in LEVELS if CPU.get(has[name])), key=LEVELS.index, default="")


def possible(processor: Processor) -> bool:
    """Whether this machine has the instructions of another processor."""
    return bool(level()) and LEVELS.index(processor.isa) <= LEVELS.index(level())


def unlike_this() -> str:
    """The name of a processor that computes otherwise than this machine does now; or empty."""
    kernels = os.environ.get("OPENBLAS_CORETYPE") or {"AVX512": "SkylakeX"}.get(level(), "Haswell")
    names = ("Nehalem", "Haswell") if kernels in ("Haswell", "Zen") else ("Haswell", "Nehalem")
    return next((name for name in names if possible(PROCESSORS[name])), "")


def environment(processor: Processor) -> dict[str, str]:
    """The environment variables that make libraries compute as a processor would."""
    newer = LEVELS[LEVELS.index(processor.isa) + 1 :]
    off = [
        name
        for name in with_features.__cpu_dispatch__
        if CPU.get(name)
        and ("AVX512" if name.startswith(("AVX512", "X86_V4")) else "AVX2") in newer
    ]
    flags = f"{os.environ.get('XLA_FLAGS', '')} --xla_cpu_max_isa={processor.isa}".strip()
    return os.environ | {
        "OPENBLAS_CORETYPE": processor.openblas,
        "OPENBLAS_NUM_THREADS": str(processor.threads),
        "XLA_FLAGS": flags,
        "NPY_DISABLE_CPU_FEATURES": " ".join(off),
    }


class Verdict(NamedTuple):
    """What a run said of a file. seconds: of all its tests. passed, failed: their names."""

    seconds: float
    passed: frozenset[str]
    failed: frozenset[str]


def verify(name: str, files: list[str], cores: Queue) -> dict[str, Verdict]:
    """Run pytest on files as a processor would; the verdict on each file.

    A run takes a core from the queue and puts it back; where threads are 1, it has no other.
    """
    processor, core = PROCESSORS[name], cores.get()
    pinned = ["taskset", "--cpu-list", str(core)] if processor.threads == 1 and PINS else []
    try:
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder, "log.xml")
            run = subprocess.run(
                [*pinned, sys.executable, "-m", "pytest", "-q", f"--junitxml={log}", *files],
                env=environment(processor),
                capture_output=True,
                text=True,
            )
            if run.returncode:
                print(run.stdout, flush=True)
            return verdicts(log, files)
    finally:
        cores.put(core)


def verdicts(log: Path, files: list[str]) -> dict[str, Verdict]:
    """Each file's part of a log of pytest; a file of which nothing is in it has failed."""
    cases = list(ElementTree.parse(log).iter("testcase")) if log.exists() else []
    found = {}
    for file in files:
        name = file.removesuffix(".py").replace("/", ".")
        mine = [case for case in cases if case.get("classname") == name]
        bad = [case for case in mine if case.find("failure") is not None]
        bad += [case for case in mine if case.find("error") is not None]
        failed = frozenset(case.get("name") for case in bad)
        found[file] = Verdict(
            sum(float(case.get("time")) for case in mine),
            frozenset(case.get("name") for case in mine) - failed,
            failed if mine else frozenset(["nothing was run"]),
        )
    return found


def verify_all(names: list[str], units: list[list[str]]) -> dict[str, dict[str, Verdict]]:
    """The verdict on every file, by processor; as many runs at once as there are cores."""
    cores = Queue()
    for core in CORES:
        cores.put(core)
    table = {name: {} for name in names}
    with ThreadPoolExecutor(len(CORES)) as pool:
        runs = {pool.submit(verify, n, unit, cores): n for n in names for unit in units}
        for run in as_completed(runs):
            for file, verdict in run.result().items():
                table[runs[run]][file] = verdict
                print(f"{runs[run]:<12} {file:<40} {mark(verdict)}", flush=True)
    return table


def mark(verdict: Verdict) -> str:
    """A verdict in a few letters: the seconds, and how many tests failed."""
    failed = f"{len(verdict.failed)} FAILED" if verdict.failed else "passed"
    return f"{verdict.seconds:5.0f} s {failed}"


def show(table: dict[str, dict[str, Verdict]]) -> str:
    """The table: a row for each file, a column for each processor."""
    files = sorted({file for column in table.values() for file in column})
    width = max(map(len, files))
    lines = [" " * width + "".join(f"  {name:>16}" for name in table)]
    for file in files:
        cells = (f"  {mark(column[file]):>16}" for column in table.values())
        lines.append(f"{file:<{width}}" + "".join(cells))
    return "\n".join(lines)


def record(path: str, table: dict[str, dict[str, Verdict]]) -> dict:
    """What is stored for a notebook: on which processors the cell of each claim passed."""
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    stated = robustness.fingerprints(notebook)
    made = {c["id"]: f"Cell {i}" for i, cell in enumerate(cells) for c in schema.of_cell(cell)}
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "versions": versions(),
        "runs": list(table),
        "claims": {
            name: {
                "fingerprint": fingerprint,
                "held": sum(made[name] in column[path].passed for column in table.values()),
            }
            for name, fingerprint in stated.items()
        },
    }


def tests_of_lib() -> list[str]:
    """The unit tests that are named after a file of lib."""
    tests = [Path("tests", f"test_{path.stem}.py") for path in sorted(Path("lib").glob("*.py"))]
    return [test.as_posix() for test in tests if test.exists()]


def main(arguments: list[str]) -> int:
    """Verify files; gives the number of verdicts that are not green."""
    parser = argparse.ArgumentParser(description="Verify on emulated processors.")
    parser.add_argument("files", nargs="*", help="notebooks and tests; everything when left out")
    parser.add_argument("--on", action="append", choices=PROCESSORS, help="one; may be repeated")
    parser.add_argument("--unlike-this", action="store_true", help="on one other processor only")
    given = parser.parse_args(arguments)
    names = [name for name in given.on or PROCESSORS if possible(PROCESSORS[name])]
    if given.unlike_this:
        names = [unlike_this()] if unlike_this() else []
    elif left := [name for name in given.on or PROCESSORS if name not in names]:
        print(
            f"Left out, as this processor ({platform.machine()}) cannot be one: {', '.join(left)}"
        )
    if not names:
        print(f"Not run: this processor ({platform.machine()}) can be no other one.")
        return 0
    chapters = [path.as_posix() for path in sorted(Path("chapters").glob("*.ipynb"))]
    sources = [p.as_posix() for p in sorted(Path("chapters").glob("homework/*/source.ipynb"))]
    tests = tests_of_lib()
    units = [[file] for file in given.files]
    if not units:
        units = [[file] for file in chapters + sources] + [tests[i::4] for i in range(4)]
    start = time.perf_counter()
    table = verify_all(names, units)
    print(f"\n{show(table)}\n{time.perf_counter() - start:.0f} seconds in all")
    if not given.unlike_this:
        for path in chapters:
            if path in table[names[0]]:
                page = path.removesuffix(".ipynb")
                robustness.store(COUNTS, "processors", page, record(path, table))
    return sum(bool(verdict.failed) for column in table.values() for verdict in column.values())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) > 0)
