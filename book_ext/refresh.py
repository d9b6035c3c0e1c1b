"""Runs notebooks and stores their outputs, with the record of the run.

    python -m book_ext.refresh chapters/*.ipynb

A notebook is written only when all of its cells ran, and then at once. What differs from run to run
without meaning anything (times, the kernel's version) is left out. The seconds are those of a first
run, which compiles everything.
"""

import json
import os
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbstripout import strip_output

from book_ext import verified

TIMEOUT = 600  # seconds for one cell
# What a reader does not have: another way to draw, functions compiled in an earlier run.
UNSET = {"MPLBACKEND", "JAX_COMPILATION_CACHE_DIR"}
PROBE = "import json\nfrom book_ext import verified\nprint(json.dumps(verified.here()))"


def run(path: Path) -> dict:
    """Execute a notebook in its folder, store its outputs in place; gives the record of the run.

    Raises:
      CellExecutionError, CellTimeoutError, DeadKernelError: and the file stays as it was.
    """
    notebook = nbformat.read(path, as_version=4)
    # Asked of the kernel, which need not be the Python that runs this.
    notebook.cells.append(nbformat.v4.new_code_cell(PROBE))
    environment = {name: value for name, value in os.environ.items() if name not in UNSET}
    start = time.perf_counter()
    NotebookClient(
        notebook,
        timeout=TIMEOUT,
        record_timing=False,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(path.parent)}},
    ).execute(env=environment | {"TQDM_DISABLE": "1"})
    seconds = time.perf_counter() - start
    probe = notebook.cells.pop()
    here = json.loads("".join(output.text for output in probe.outputs))
    notebook.metadata[verified.KEY] = verified.record(seconds, here)
    extra = ["metadata.language_info.version"]
    strip_output(notebook, keep_output=True, keep_count=True, keep_id=True, extra_keys=extra)
    replace(path, nbformat.writes(notebook) + "\n")
    return notebook.metadata[verified.KEY]


def replace(path: Path, text: str):
    """Write a file so that it is at all times either the old one or the new one, whole."""
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, path)


def main(paths: list[str]) -> int:
    """Refresh notebooks, one line for each; gives the number of those that failed."""
    failures = 0
    for path in map(Path, paths):
        print(f"{path} ... ", end="", flush=True)
        try:
            print(f"{run(path)['seconds']:.0f} s")
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            failures += 1
            print(f"failed, and is left as it was:\n{error}")
    return failures


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) > 0)
