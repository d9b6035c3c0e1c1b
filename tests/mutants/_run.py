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
    """What came of a run of pytest.

    code: its exit code, None when time was up. failures: test → the name of its exception.
    broken: whether one of them says that the source does not run. seconds: test → its duration.
    """

    code: int | None
    failures: dict[str, str]
    broken: bool
    seconds: dict[str, float]


class Watch:
    """A pytest plugin that runs the quickest tests first, and notes what failed, and why."""

    def __init__(self, seconds: dict[str, float]):
        self.order, self.seconds, self.failures, self.broken = seconds, {}, {}, False

    def pytest_collection_modifyitems(self, items):
        items.sort(key=lambda item: self.order.get(item.nodeid, 0.0))

    def pytest_runtest_logreport(self, report):
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration

    def pytest_exception_interact(self, node, call):
        self.failures[node.nodeid] = call.excinfo.typename
        self.broken |= call.excinfo.errisinstance(BROKEN)


def run(folder: Path, files: list[str], seconds: dict[str, float], *options: str) -> Run:
    """Run pytest on files of the copy in a folder, the quickest tests (by `seconds`) first.

    Its output goes to log.txt in the folder.
    """
    receiver, sender = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=run_here, args=(folder, files, seconds, options, sender))
    process.start()
    sender.close()
    try:
        return receiver.recv() if receiver.poll(LIMIT) else Run(None, {}, False, {})
    except EOFError:  # the process died
        return Run(pytest.ExitCode.INTERNAL_ERROR, {}, False, {})
    finally:
        process.kill()
        process.join()


def run_here(folder: Path, files: list[str], seconds: dict, options: tuple, sender) -> None:
    """Run pytest in this process. The copy is found before the installed package."""
    os.chdir(folder)
    packages = [folder / "grading/src", folder / "nbclaims/src"]
    ours = list(map(str, (folder, *packages)))
    sys.path[:0] = ours
    for name in own():  # what this process imported, from elsewhere
        del sys.modules[name]
    os.environ["PYTHONPATH"] = os.pathsep.join(ours)  # for the programs that tests start
    watch = Watch(seconds)
    arguments = ["-q", "--assert=plain", "-pno:cacheprovider", *options, *files]
    with open("log.txt", "w") as log, contextlib.redirect_stdout(log):
        os.dup2(log.fileno(), sys.stderr.fileno())
        code = pytest.main(arguments, plugins=[watch])
        places = imported()
        if not places or not all(place.is_relative_to(folder) for place in places):
            code = pytest.ExitCode.INTERNAL_ERROR
            print(f"what is tested was imported from {places}, not from the copy")
    sender.send(Run(int(code), watch.failures, watch.broken, watch.seconds))


def imported() -> set[Path]:
    """The folders from which the modules of the repository's packages came."""
    return {Path(sys.modules[name].__file__).parent for name in own()}


def own() -> list[str]:
    """The modules of the repository's packages that are imported."""
    packages = re.compile(r"(book_ext|grading|lib|nbclaims)(\.\w+)*")
    return [name for name in sys.modules if packages.fullmatch(name)]
