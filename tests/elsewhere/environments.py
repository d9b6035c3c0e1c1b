"""Runs chapters in other people's environments: another Python, other versions of the packages.

    python -m elsewhere.environments KIND … [--python 3.13 …] [chapters/07_gridworld.ipynb …]

  colab   Colab's versions (colab.txt), where the notebook's first cell installs the book; all
          chapters on Python 3.13
  lock    what requirements.txt pins; chapters 3 and 7 and the unit tests of lib, on every Python
          from 3.11 to 3.14 that this machine has
  newest  the same with the newest packages

A chapter passes when all of its cells run and all of its claims hold; other outputs are not
compared, since another version draws other pictures. What fails stops nothing else.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from elsewhere import installation
from elsewhere.headless import run_chapter

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".cache" / "environments"
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
CHAPTERS = sorted(ROOT.glob("chapters/*.ipynb"))
TWO = [path for path in CHAPTERS if path.name.startswith(("03", "07"))]
MAKERS = {
    "colab": installation.on_colab,
    "lock": installation.locked,
    "newest": installation.newest,
}


class Row(NamedTuple):
    """One line of the table; the verdict is passed, skipped or FAILED, and may say why."""

    environment: str
    what: str
    seconds: float
    claims: str
    verdict: str


def main(arguments: list[str]) -> int:
    """Make the environments, run what is asked for, and return the exit status."""
    kinds, chapters, pythons = parse(arguments)
    rows = []
    for kind in kinds:
        for version in pythons or (["3.13"] if kind == "colab" else PYTHONS):
            for row in examine(kind, version, chapters or (CHAPTERS if kind == "colab" else TWO)):
                print(f"{row.environment}: {row.what}: {row.verdict}", flush=True)
                rows.append(row)
    print(f"\n{'environment':<14}{'what':<20}{'seconds':>8}{'claims':>10}  verdict")
    for row in rows:
        verdict = row.verdict.partition(":")[0]
        print(f"{row.environment:<14}{row.what:<20}{row.seconds:>8.0f}{row.claims:>10}  {verdict}")
    return int(any(row.verdict.startswith("FAILED") for row in rows))


def parse(arguments: list[str]) -> tuple[list[str], list[Path], list[str]]:
    """The kinds, the chapters and the Pythons that are asked for."""
    parser = argparse.ArgumentParser(
        prog="environments",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", nargs="+", metavar="KIND|CHAPTER")
    parser.add_argument("--python", action="append", default=[], metavar="VERSION")
    options = parser.parse_intermixed_args(arguments)
    kinds = [word for word in options.what if word in MAKERS]
    chapters = [Path(word).resolve() for word in options.what if word not in MAKERS]
    if not kinds or not all(path.is_file() for path in chapters):
        parser.error(f"expected one or more of {', '.join(MAKERS)}, and notebooks")
    return kinds, chapters, options.python


def examine(kind: str, version: str, chapters: list[Path]) -> Iterator[Row]:
    """Make one environment and run in it what it is for."""
    base = installation.interpreter(version)
    if base is None and kind == "colab":
        base, wanted, version = Path(sys.executable), version, sys.version.partition(" ")[0]
        print(f"There is no Python {wanted} here; Colab's packages are put beside {version}.")
    name = f"{kind} {version}"
    if base is None:
        yield Row(name, "installation", 0, "", f"skipped: there is no Python {version} here")
        return
    start = time.monotonic()
    try:
        python = MAKERS[kind](FOLDER / name.replace(" ", "-"), base)
    except installation.CannotInstall as error:
        yield Row(name, "installation", time.monotonic() - start, "", f"FAILED: {error}")
        return
    found = installation.versions(python)
    shown = ", ".join(f"{package} {found[package]}" for package in ("jax", "flax", "numpy"))
    yield Row(name, "installation", time.monotonic() - start, "", f"passed: {shown}")
    for path in chapters:
        start = time.monotonic()
        outcome = run_chapter(python, path)
        verdict = "passed" if outcome.passed else "\n  ".join(["FAILED:", *outcome.errors])
        claims = f"{outcome.held} of {outcome.stored}"
        yield Row(name, path.stem, time.monotonic() - start, claims, verdict)
    if kind != "colab":
        start = time.monotonic()
        verdict = unit_tests(python)
        yield Row(name, "tests of lib", time.monotonic() - start, "", verdict)


def unit_tests(python: Path) -> str:
    """Run the tests of lib's modules with another environment's Python; return the verdict."""
    modules = [path.stem for path in sorted(ROOT.glob("lib/*.py"))]
    named = [ROOT / "tests" / f"test_{name}.py" for name in (*modules, "lowering")]
    files = [path for path in named if path.exists()]
    command = [python, "-m", "pytest", "-q", "-n", "auto", "--dist", "loadfile"]
    command += ["-p", "no:cacheprovider", *files]
    run = subprocess.run(
        command, cwd=ROOT, env=installation.alone(), capture_output=True, text=True
    )
    failures = [line for line in run.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    last = (run.stdout.strip() or run.stderr.strip() or "no output").splitlines()[-1]
    return "\n  ".join([f"{'FAILED' if run.returncode else 'passed'}: {last}", *failures])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
