"""Measure all rows, or those of the named files: python -m benchmarks [grid vae …].

results.json keeps the rows of the files that are not named; "growth" and "limits" name its other
parts. The process stays on one core.
"""

import json
import os
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

RESULTS = Path(__file__).parent / "results.json"
FILES = ["vae", "gan", "grid", "step_rewards", "rollouts"]
PACKAGES = ["jax", "numpy", "torch", "quantecon", "mdpsolver", "gymnasium"]
ROUNDS = 7


def main(files: list[str]) -> None:
    """Store each file's rows as soon as they are measured."""
    if hasattr(os, "sched_setaffinity"):  # before a package counts the cores
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    import torch

    from benchmarks.row import measure
    from nbclaims import record

    torch.set_num_threads(1)
    results = json.loads(RESULTS.read_text()) if RESULTS.is_file() else {"rows": {}}
    for file in files or [*FILES, "growth", "limits"]:
        module = import_module(f"benchmarks.{file}")
        if file == "growth":
            results["growth"] = list(module.curves())
        elif file == "limits":
            results["limits"] = list(module.parts())
        else:
            results["rows"][file] = []
            for row in module.rows():
                found = measure(row, ROUNDS)
                print("{work} | {peer}: {ratio:.2f}".format(**found), flush=True)
                results["rows"][file].append(found)
            results["rows"] = {name: results["rows"].get(name, []) for name in FILES}
        results["environment"] = record.here(PACKAGES)
        results["date"] = datetime.now(UTC).date().isoformat()
        RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
