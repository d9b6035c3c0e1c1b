"""The pytest hooks: what `pytest some.ipynb` does besides what nbval does."""

from collections import defaultdict
from itertools import chain

import nbformat
import nbval.plugin
import pytest

from verifier.cell import FormItem, VerifiedCell
from verifier.kernel import WatchedKernel, namespace_available


class Form(pytest.File):
    """A notebook as it is stored; nbval collects its cells beside it."""

    def collect(self):
        yield FormItem.from_parent(self, name="form")

    def notebook(self):
        """The notebook that the file holds."""
        return nbformat.read(self.path, as_version=4)


def pytest_configure(config):
    """Let nbval start our kernels."""
    nbval.plugin.RunningKernel = WatchedKernel


def pytest_collect_file(file_path, parent):
    """Collect the form of every notebook."""
    if file_path.suffix == ".ipynb" and parent.config.option.nbval:
        return Form.from_parent(parent, path=file_path)


def pytest_itemcollected(item):
    """Turn nbval's cells into ours (its classes cannot be replaced before they are made)."""
    if type(item) is nbval.plugin.IPyNbCell:
        item.__class__ = VerifiedCell


def pytest_terminal_summary(terminalreporter):
    """Print what was verified in each notebook, and what was not and why."""
    seconds, cells, exceptions = defaultdict(float), defaultdict(int), defaultdict(list)
    for report in chain.from_iterable(terminalreporter.stats.values()):
        notebook = getattr(report, "nodeid", "").partition("::")[0]
        if not notebook.endswith(".ipynb") or not hasattr(report, "when"):
            continue
        seconds[notebook] += report.duration
        if report.when == "call":
            for name, exception in report.user_properties:
                if name == "compared":
                    cells[notebook] += 1
                    exceptions[notebook] += [exception] if exception else []
    if not seconds:
        return
    wall = "audit hook and network namespace" if namespace_available() else "audit hook"
    terminalreporter.section(f"notebooks, without network ({wall})")
    for notebook in sorted(seconds):
        excepted = exceptions[notebook]
        terminalreporter.line(
            f"{notebook}: {seconds[notebook]:.1f} s, {cells[notebook] - len(excepted)} cells "
            f"compared, {len(excepted)} not"
        )
        for exception in excepted:
            terminalreporter.line(f"    not compared: {exception}")
