"""Runs a notebook from its first cell to its last, whatever fails, and says which claims held.

The kernel may be the Python of another environment. It is off the network and the user's files.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from subprocess import DEVNULL
from typing import NamedTuple

import nbformat
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

from elsewhere.installation import alone
from nbclaims import schema
from nbclaims.verifier.kernel import NAMESPACE, environment, namespace_available

LIMIT = 900  # seconds for one cell, on a slow machine
STARTUP = Path(__file__).parent / "startup"


class Outcome(NamedTuple):
    """What came of a notebook.

    held: the claims that held. stored: those that its file has. errors: what cells raised, but for
    those that are meant to.
    """

    held: int
    stored: int
    errors: list[str]

    @property
    def passed(self) -> bool:
        """Whether all cells ran and all claims held."""
        return not self.errors and self.held == self.stored


class OtherPython(KernelSpecManager):
    """Knows one kernel, that of another Python."""

    def __init__(self, python: Path):
        super().__init__()
        self.python = python

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The kernel, in a network namespace of its own where that is possible."""
        argv = [str(self.python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        walls = NAMESPACE if namespace_available() else []
        return KernelSpec(argv=[*walls, *argv], language="python", display_name=kernel_name)


def run_chapter(python: Path, path: Path) -> Outcome:
    """Run every cell of a notebook, also after one that raised. The file stays as it is."""
    stored = len(schema.of_notebook(nbformat.read(path, as_version=4)))
    try:
        notebook = execute(path, python, alone())
    except (DeadKernelError, RuntimeError, TimeoutError) as error:
        return Outcome(0, stored, [f"{type(error).__name__}: {error}"])
    held = sum(claim["passed"] for claim in schema.of_notebook(notebook))
    return Outcome(held, stored, errors(notebook))


def execute(path: Path, python: Path, inherited: Mapping[str, str], seed_shift: int = 0):
    """A notebook as it is after a run by a Python, in an environment, with seeds shifted.

    Raises:
      DeadKernelError, RuntimeError, TimeoutError: the kernel did not live to the end.
    """
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory(prefix="nb-") as scratch:
        manager = AsyncKernelManager(
            kernel_spec_manager=OtherPython(python),
            transport="ipc" if namespace_available() else "tcp",
            connection_file=str(Path(scratch, "kernel.json")),
        )
        client = NotebookClient(
            notebook,
            km=manager,
            timeout=LIMIT,
            allow_errors=True,
            resources={"metadata": {"path": str(path.parent)}},
        )
        startup = [STARTUP / "shift_seeds.py"] if seed_shift else []
        variables = environment(Path(scratch), inherited, startup=startup)
        variables["NOTEBOOK_SEED_SHIFT"] = str(seed_shift)
        client.execute(cleanup_kc=True, env=variables, stdout=DEVNULL, stderr=DEVNULL)
    return notebook


def errors(notebook) -> list[str]:
    """What its cells raised: the last line of each message, and the cell's number."""
    return [
        f"cell {number}: {output.ename}: {(output.evalue.strip() or '-').splitlines()[-1]}"
        for number, cell in enumerate(notebook.cells)
        if "raises-exception" not in cell.metadata.get("tags", [])
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
