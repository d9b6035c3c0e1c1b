"""Runs notebooks and stores their outputs, with the record of the run.

A notebook is written only when all of its cells ran, and then at once. What differs from run to run
without meaning anything (times, the kernel's version) is left out. A book says in the table
[tool.nbclaims] of its pyproject.toml what it wants recorded, and which of its variables would make
a run another one than a reader's:

    packages = ["numpy", "scipy"]               what the notebook imports, when left out
    device = "__import__('torch').device(0)"    an expression; the CPU, when left out
    unset = ["NUMBA_CACHE_DIR"]
"""

import ast
import inspect
import json
import os
import tempfile
import time
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from nbclaims import atomic, record
from nbclaims.verifier.kernel import environment

TIMEOUT = 600  # seconds for one cell
SETTINGS = {"packages", "device", "unset"}
VOLATILE = {"execution", "ExecuteTime", "collapsed", "scrolled"}  # of a cell's metadata
PROBE = "{source}\nimport json\nprint(json.dumps(here({packages!r}, {device!r})))"


def run(path: Path) -> dict:
    """Execute a notebook in its folder, store its outputs in place; gives the record of the run.

    Raises:
      CellExecutionError, CellTimeoutError, DeadKernelError: and the file stays as it was.
      ValueError: the book asks for a setting that there is not.
    """
    asked, notebook = settings(path), nbformat.read(path, as_version=4)
    # Asked of the kernel, which need not be the Python that runs this.
    probe = PROBE.format(
        source=inspect.getsource(record.here),
        packages=asked.get("packages", imported(notebook)),
        device=asked.get("device", ""),
    )
    notebook.cells.append(nbformat.v4.new_code_cell(probe))
    inherited = {k: v for k, v in os.environ.items() if k not in asked.get("unset", [])}
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="nb-") as scratch:
        NotebookClient(
            notebook,
            timeout=TIMEOUT,
            record_timing=False,
            extra_arguments=["--log-level=ERROR"],
            resources={"metadata": {"path": str(path.parent)}},
        ).execute(env=environment(Path(scratch), inherited, offline=False))
    seconds = time.perf_counter() - start
    probe = notebook.cells.pop()
    here = json.loads("".join(output.text for output in probe.outputs))
    notebook.metadata[record.KEY] = record.record(seconds, here)
    write(path, normalised(notebook))
    return notebook.metadata[record.KEY]


def normalise(path: Path) -> None:
    """Leave out of a notebook that was run elsewhere what means nothing; its outputs stay."""
    write(path, normalised(nbformat.read(path, as_version=4)))


def settings(path: Path) -> dict:
    """What the book of a notebook asks for: of the first pyproject.toml on the way up.

    Raises:
      ValueError: it asks for something else than `SETTINGS`.
    """
    for folder in path.resolve().parents:
        if (file := folder / "pyproject.toml").is_file():
            asked = tomllib.loads(file.read_text(encoding="utf-8")).get("tool", {})
            asked = asked.get("nbclaims", {})
            if unknown := set(asked) - SETTINGS:
                expected = ", ".join(sorted(SETTINGS))
                raise ValueError(f"{file}: [tool.nbclaims] has {unknown}, may have {expected}")
            return asked
    return {}


def imported(notebook) -> list[str]:
    """The distributions whose modules the code of a notebook imports; magics are passed over."""
    names = set()
    for cell in notebook.cells:
        lines = [line for line in cell.source.splitlines() if not line.lstrip().startswith("%")]
        if cell.cell_type == "code":
            try:
                nodes = list(ast.walk(ast.parse("\n".join(lines))))
            except SyntaxError:
                continue
            names |= {a.name for node in nodes if isinstance(node, ast.Import) for a in node.names}
            names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    installed = packages_distributions()
    return sorted({d for name in names for d in installed.get(name.partition(".")[0], [])[:1]})


def normalised(notebook):
    """The notebook without what differs from run to run and means nothing."""
    notebook.metadata.get("language_info", {}).pop("version", None)
    for cell in notebook.cells:
        for name in VOLATILE & set(cell.metadata):
            del cell.metadata[name]
    return notebook


def write(path: Path, notebook) -> None:
    """Store a notebook in a file."""
    atomic.write(path, f"{nbformat.writes(notebook)}\n".encode())
