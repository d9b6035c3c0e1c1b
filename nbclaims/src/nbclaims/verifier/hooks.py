"""The pytest hooks of `--nbclaims`: collection, the kernel, what is printed at the end."""

from collections import defaultdict
from itertools import chain
from pathlib import Path

import nbformat
import nbval.plugin
import pytest

from nbclaims.verifier.cell import FormItem, VerifiedCell
from nbclaims.verifier.kernel import WatchedKernel, namespace_available


class Form(pytest.File):
    """A notebook as it is stored; nbval collects its cells beside it."""

    def collect(self):
        """The one item."""
        yield FormItem.from_parent(self, name="form")

    def notebook(self):
        """The notebook that the file holds."""
        return nbformat.read(self.path, as_version=4)


def pytest_configure(config):
    """Let nbval start our kernels; refuse rules of its that it would not read."""
    nbval.plugin.RunningKernel = WatchedKernel
    if rules := config.option.nbval_sanitize_with:
        text = Path(rules).read_text(encoding="utf-8")
        stated = sum(line.startswith("regex:") for line in text.splitlines())
        if not stated == len(nbval.plugin.get_sanitize_patterns(text)) > 0:
            raise pytest.UsageError(
                f"{rules}: not every rule is a line 'regex: …' followed by 'replace: …', "
                "each with a space after its colon"
            )


def pytest_collect_file(file_path, parent):
    """Collect the form of every notebook."""
    if file_path.suffix == ".ipynb":
        return Form.from_parent(parent, path=file_path)


def pytest_itemcollected(item):
    """Turn nbval's cells into ours (its classes cannot be replaced before they are made)."""
    if type(item) is nbval.plugin.IPyNbCell:
        item.__class__ = VerifiedCell


def pytest_terminal_summary(terminalreporter):
    """Print what was verified in each notebook, and what was not and why."""
    seconds, cells, textless = defaultdict(float), defaultdict(int), defaultdict(int)
    exceptions = defaultdict(list)
    for report in chain.from_iterable(terminalreporter.stats.values()):
        notebook = getattr(report, "nodeid", "").partition("::")[0]
        if not notebook.endswith(".ipynb") or not hasattr(report, "when"):
            continue
        seconds[notebook] += report.duration
        if report.when == "call":
            said = dict(report.user_properties)
            cells[notebook] += "compared" in said
            exceptions[notebook] += filter(None, [said.get("compared")])
            textless[notebook] += said.get("textless", 0)
    if not seconds:
        return
    wall = "audit hook and network namespace" if namespace_available() else "audit hook"
    terminalreporter.section(f"notebooks, without network ({wall})")
    if rules := terminalreporter.config.option.nbval_sanitize_with:
        terminalreporter.line(f"words and numbers were sanitized with {rules}")
    for notebook in sorted(seconds):
        excepted = exceptions[notebook]
        terminalreporter.line(
            f"{notebook}: {seconds[notebook]:.1f} s, {cells[notebook] - len(excepted)} cells "
            f"compared, {len(excepted)} not"
        )
        for exception in excepted:
            terminalreporter.line(f"    not compared: {exception}")
        if textless[notebook]:
            many = f"{textless[notebook]} figures were stored without their texts"
            terminalreporter.line(f"    {many}: compared as pictures (a refresh stores them)")
