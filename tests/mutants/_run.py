"""Runs pytest on a copy of the repository, in a process of its own and within a time limit."""

import contextlib
import multiprocessing
import os
import re
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

LIMIT = 300  # seconds
BROKEN = (NameError, ImportError, SyntaxError)  # the source does not run at all

# Every run is a fork of one process that has imported all but `lib`, and has not computed yet.
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(
    [
        *["mutants._run", "beartype", "jaxtyping", "hypothesis", "IPython", "myst_nb"],
        *["jax.export", "flax.nnx", "optax", "scipy.stats", "scipy.integrate"],
    ]
)


class Run(NamedTuple):
    """code: pytest's exit code, None when time was up. failures: test → its exception's name."""

    code: int | None
    failures: dict[str, str]
    broken: bool = False


class Failures:
    """A pytest plugin that notes what failed, and why."""

    def __init__(self):
        self.found, self.broken = {}, False

    def pytest_exception_interact(self, node, call):
        self.found[node.nodeid] = call.excinfo.typename
        self.broken |= call.excinfo.errisinstance(BROKEN)


def run(folder: Path, files: list[str], *options: str) -> Run:
    """Run pytest on files of the copy in a folder; its output goes to log.txt there."""
    receiver, sender = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=run_here, args=(folder, files, options, sender))
    process.start()
    sender.close()
    try:
        return receiver.recv() if receiver.poll(LIMIT) else Run(None, {})
    except EOFError:  # the process died
        return Run(pytest.ExitCode.INTERNAL_ERROR, {})
    finally:
        process.kill()
        process.join()


def run_here(folder: Path, files: list[str], options: tuple[str, ...], sender) -> None:
    """Run pytest in this process. The copy is found before the installed package."""
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    os.environ["PYTHONPATH"] = str(folder)  # for the programs that tests start
    failures = Failures()
    arguments = ["-q", "--assert=plain", "-pno:cacheprovider", *options, *files]
    with open("log.txt", "w") as log, contextlib.redirect_stdout(log):
        os.dup2(log.fileno(), sys.stderr.fileno())
        code = pytest.main(arguments, plugins=[failures])
        if imported() != {folder / "lib"}:
            code = pytest.ExitCode.INTERNAL_ERROR
            print(f"lib was imported from {imported()}, not from the copy")
    sender.send(Run(int(code), failures.found, failures.broken))


def imported() -> set[Path]:
    """The folders from which `lib` and its modules came."""
    names = [name for name in sys.modules if re.fullmatch(r"lib(\.\w+)?", name)]
    return {Path(sys.modules[name].__file__).parent for name in names}
