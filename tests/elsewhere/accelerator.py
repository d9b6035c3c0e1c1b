"""Runs the book's claims and the tests of lib on this machine's accelerator: make accelerator.

    python -m elsewhere.accelerator [--anything] [chapters/07_gridworld.ipynb …]

It needs the packages of lib and nbclaims, and no Jupyter: the code of a notebook is run, one cell
after the other. A claim that is stored must hold again: its number must lie in its band. The
tests of lib run where pytest and its companions are installed. What came out is stored, and shown
on the page "Performance". On a machine without accelerator nothing is run or stored; --anything,
for trying this file, runs but stores nothing.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import jax

from nbclaims import record

ROOT = Path(__file__).parents[2]
RECORD = ROOT / "benchmarks" / "accelerator.json"
CHAPTERS = sorted(ROOT.glob("chapters/[0-9]*.ipynb"))
PACKAGES = ["jax", "flax", "optax", "numpy"]
CELLS = """
import json, os, sys
path = sys.argv[1]
cells = json.load(open(path, encoding="utf-8"))["cells"]
os.chdir(os.path.dirname(path))
names = {"__name__": "__main__"}
for number, cell in enumerate(cells):
    if cell["cell_type"] != "code":
        continue
    try:
        exec(compile("".join(cell["source"]), f"cell {number}", "exec"), names)
    except Exception as error:
        if "raises-exception" not in cell["metadata"].get("tags", []):
            print(f"RAISED cell {number}: {type(error).__name__}: {error}", flush=True)
"""


def main(arguments: list[str]) -> int:
    """Run, print a line for each file, store the record; the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--anything", action="store_true")
    parser.add_argument("chapters", nargs="*", type=Path)
    options = parser.parse_args(arguments)
    device = jax.devices()[0]
    if device.platform == "cpu" and not options.anything:
        print("JAX finds no accelerator here: nothing is run, and the last record stays.")
        return 1
    begin, outcomes = time.monotonic(), {}
    for path in options.chapters or CHAPTERS:
        outcomes[path.stem] = outcome = run_cells(path)
        said = "{held} of {stored} claims held".format(**outcome)
        print(f"{path.stem}: {said}", *outcome["raised"], sep="\n  ", flush=True)
    found = {
        "date": datetime.now(UTC).date().isoformat(),
        **record.here(PACKAGES),
        "device": device.device_kind,
        "held": sum(outcome["held"] for outcome in outcomes.values()),
        "stored": sum(outcome["stored"] for outcome in outcomes.values()),
        "tests": "" if options.chapters else tests_of_lib(),
        "seconds": round(time.monotonic() - begin),
    }
    print(json.dumps(found, ensure_ascii=False))
    if not options.anything and not options.chapters:
        RECORD.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return int(found["held"] < found["stored"])


def run_cells(path: Path) -> dict:
    """How many of a notebook's claims held, how many it stores, and what its cells raised."""
    stored = set(re.findall(r'class=\\"claim-id\\">([^<]+)<', path.read_text(encoding="utf-8")))
    command = [sys.executable, "-c", CELLS, str(path.resolve())]
    environment = os.environ | {"MPLBACKEND": "Agg", "TQDM_DISABLE": "1"}
    run = subprocess.run(command, env=environment, capture_output=True, text=True)
    held = set(re.findall(r"^✓ (\S+)", run.stdout, re.MULTILINE))
    raised = re.findall(r"^RAISED (.*)", run.stdout, re.MULTILINE)
    if run.returncode:
        raised.append(run.stderr.strip().splitlines()[-1])
    return {"held": len(held & stored), "stored": len(stored), "raised": raised}


def tests_of_lib() -> str:
    """The last line of pytest on the tests of lib; empty where pytest is missing."""
    names = [path.stem for path in sorted((ROOT / "lib").glob("*.py"))]
    files = [path for name in names if (path := ROOT / "tests" / f"test_{name}.py").is_file()]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *map(str, files)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    lines = re.findall(r"^\d+ (?:passed|failed).*", run.stdout, re.MULTILINE)
    return re.sub(r" in [\d.]+s.*", "", lines[-1]) if lines else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
