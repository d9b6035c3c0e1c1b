"""Applies every mutant of the catalogue to a copy of its module, and counts those noticed.

A mutant is killed by a failing test and by nothing else. One that cannot be imported, that names
what does not exist, or that outlasts the time limit, is an error in the catalogue.
"""

import re
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mutants import Mutant, catalogue, place
from mutants._run import LIMIT, run

ROOT = Path(__file__).parents[2]
PROCESSES = 2
PASSED, FAILED = pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED


def main(chosen: list[str]) -> int:
    """Examine the mutants of the chosen modules, or all; return the exit status."""
    start = time.monotonic()
    mutants = catalogue()
    if unknown := set(chosen) - set(mutants):
        sys.exit(f"no mutants of {', '.join(unknown)}: there are those of {', '.join(mutants)}")
    pairs = [(module, mutant) for module in chosen or mutants for mutant in mutants[module]]
    verdicts = []

    def judge(pair: tuple[str, Mutant]) -> None:
        module, mutant = pair
        begin = time.monotonic()
        verdict = examine(original, module, mutant, seconds)
        verdicts.append((module, mutant, verdict))
        line = f"[{len(verdicts)}/{len(pairs)}] {module}: {mutant.fault}: {verdict}"
        print(f"{line}, {time.monotonic() - begin:.1f} s", flush=True)

    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(PROCESSES) as pool:
        original = copy_repository(Path(folder).resolve())
        seconds = check_unmutated(pool, original, pairs)
        list(pool.map(judge, pairs))
    report(verdicts)
    killed = sum(verdict.startswith("killed") for *_, verdict in verdicts)
    rate = killed / len(verdicts)
    print(f"{killed} of {len(verdicts)} killed: {rate:.1%}, {time.monotonic() - start:.0f} s")
    return int(killed < len(verdicts))


def copy_repository(folder: Path) -> Path:
    """Copy what the unit tests need; MNIST, which no mutant changes, is linked."""
    unwanted = shutil.ignore_patterns("__pycache__", "mnist")
    for name in ("book_ext", "grading", "lib", "nbclaims", "programs", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=unwanted)
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    (folder / "lib" / "mnist").symlink_to(ROOT / "lib" / "mnist")
    return folder


def stages(original: Path, module: str, mutant: Mutant) -> list[list[str]]:
    """Return the test files that should notice a mutant; then those of its module and importers."""
    pattern = re.compile(rf"^from lib(\.{module} import| import .*\b{module}\b)", re.MULTILINE)
    importers = [f.stem for f in (original / "lib").glob("*.py") if pattern.search(f.read_text())]
    files = [test_file(name) for name in (module, *sorted(importers))]
    first = list(mutant.tests) or files[:1]
    others = [file for file in files if file not in first and (original / file).is_file()]
    return [files for files in (first, others) if files]


def test_file(module: str) -> str:
    """The file of a module's tests."""
    if module.startswith("nbclaims_"):
        return f"nbclaims/tests/test_{module.removeprefix('nbclaims_')}.py"
    folder = "grading/tests" if module.startswith("grading_") else "tests"
    return f"{folder}/test_{module}.py"


def check_unmutated(pool, original: Path, pairs: list[tuple[str, Mutant]]) -> dict[str, float]:
    """Exit unless every fragment is found and the tests pass without a mutant.

    Returns the seconds of each test. They pass twice: in their own order, and the quickest first.
    """
    for module, mutant in pairs:
        mutant.apply(place(original, module).read_text())
    files = sorted({f for pair in pairs for stage in stages(original, *pair) for f in stage})
    print(f"Without a mutant: {len(files)} test files ...", flush=True)
    seconds = {}
    for order in ({}, seconds):
        results = list(pool.map(lambda file, order=order: run(original, [file], order), files))
        for file, result in zip(files, results, strict=True):
            if result.code != PASSED:
                failures = "\n  ".join(result.failures)
                sys.exit(f"{file} fails without a mutant: a kill means nothing.\n  {failures}")
            seconds |= result.seconds
    return seconds


def examine(original: Path, module: str, mutant: Mutant, seconds: dict[str, float]) -> str:
    """Return "killed by …", "SURVIVED" or "ERROR: …"."""
    for files in stages(original, module, mutant):
        with tempfile.TemporaryDirectory() as folder:
            copy = shutil.copytree(original, Path(folder).resolve() / "copy", symlinks=True)
            file = place(copy, module)
            file.write_text(mutant.apply(file.read_text()))
            result = run(copy, files, seconds, "-x")
            log = (copy / "log.txt").read_text()
        if result.code is None:
            return f"ERROR: no verdict after {LIMIT} s"
        if result.broken or result.code not in (PASSED, FAILED):
            return f"ERROR: it does not run (pytest's exit code {result.code})\n{log[-2000:]}"
        if result.code == FAILED:
            test, exception = next(iter(result.failures.items()))
            return f"killed by {test.partition('tests/')[2]} ({exception})"
    return "SURVIVED"


def report(verdicts: list[tuple[str, Mutant, str]]) -> None:
    """Print the table by module, and what was not killed."""
    print(f"\n{'module':<18}{'killed':>7}{'total':>7}")
    for module in sorted({module for module, *_ in verdicts}):
        rows = [verdict for name, _, verdict in verdicts if name == module]
        print(f"{module:<18}{sum(v.startswith('killed') for v in rows):>7}{len(rows):>7}")
    for module, mutant, verdict in verdicts:
        if not verdict.startswith("killed"):
            print(f"{verdict.splitlines()[0]}: {module}: {mutant.fault}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
