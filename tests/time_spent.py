"""Runs the slowest files first, and says at the end of a test run where its time went.

Workers take whole files from the front (`--no-loadscope-reorder`): a slow one that came last would
keep one worker busy while the others stand idle.
"""

import json
import time
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

SHOWN = 15  # files
SLOW = ["test_homework", "test_lowering", "test_browser", "test_accessibility"]
SLOW += ["test_environments", "test_foreign_book", "test_grading_wheel"]
BEGIN = time.perf_counter()


def expected(path: Path) -> float:
    """How long a file is expected to take, in seconds; only the order counts."""
    if path.suffix == ".ipynb":
        notebook = json.loads(path.read_text(encoding="utf-8"))
        return notebook["metadata"].get("verified", {}).get("seconds", 10.0)
    return 100.0 if path.stem in SLOW else 0.0


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Slow files first; the order within a file stays."""
    seconds = {path: expected(path) for path in {item.path for item in items}}
    items.sort(key=lambda item: -seconds[item.path])


def pytest_terminal_summary(terminalreporter):
    """Print the files that took longest, and how busy the workers were."""
    spent = Counter()
    for report in chain.from_iterable(terminalreporter.stats.values()):
        if hasattr(report, "duration") and hasattr(report, "nodeid"):
            spent[report.nodeid.partition("::")[0]] += report.duration
    if len(spent) < 2:
        return
    terminalreporter.section("where the time went, in seconds")
    for file, seconds in spent.most_common(SHOWN):
        terminalreporter.line(f"{seconds:8.1f}  {file}")
    rest = len(spent) - SHOWN
    if rest > 0:
        others = sum(seconds for _, seconds in spent.most_common()[SHOWN:])
        terminalreporter.line(f"{others:8.1f}  {rest} other files")
    wall, total = time.perf_counter() - BEGIN, sum(spent.values())
    workers = terminalreporter.config.getoption("numprocesses", None) or 1
    terminalreporter.line(f"{total:8.1f}  in all; {wall:.1f} on the clock, workers: {workers}")
