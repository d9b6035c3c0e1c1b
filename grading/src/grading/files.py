"""Results written to files as they come: JSON, CSV, one page, or a page for each submission."""

import os
import sys
from pathlib import Path
from typing import NamedTuple

from grading import report
from grading.build import write
from grading.feedback import page
from grading.result import Result


class Files(NamedTuple):
    """The files that are asked for, each None where it is not.

    feedback: a folder for pages, named like the submissions below `parent`. columns: questions.
    """

    json: Path | None
    csv: Path | None
    html: Path | None
    feedback: Path | None
    parent: str
    columns: int

    def begin(self, results: list[Result]) -> None:
        """Write all files with what there is. Raises OSError where one cannot be written."""
        lines = [report.csv_head(self.columns)]
        lines += [report.csv_row(result, self.columns) for result in results]
        if self.json and results:  # whole or not at all: they may be read from this very file
            write(self.json, "".join(map(report.json_line, results)).encode())
        else:
            append(self.json, "")
        append(self.csv, "".join(lines))
        if self.html:
            write(self.html, page(results).encode())
        if self.feedback:
            self.feedback.mkdir(parents=True, exist_ok=True)

    def add(self, results: list[Result]) -> None:
        """Write the last of some results; the page of all of them is written anew."""
        result = results[-1]
        append(self.json, report.json_line(result), more=True)
        append(self.csv, report.csv_row(result, self.columns), more=True)
        if self.html:
            write(self.html, page(sorted(results, key=lambda each: each.submission)).encode())
        if self.feedback:
            name = os.path.relpath(os.path.abspath(result.submission), self.parent)
            hand_back(result, self.feedback / f"{name}.html")


def hand_back(result: Result, path: Path) -> None:
    """Write a submission's page. Where its name is too long for that, say so: others wait."""
    try:
        write(path, page([result]).encode())
    except OSError as error:
        print(f"no page for {report.printable(path.name)}: {error.strerror}", file=sys.stderr)


def append(path: Path | None, text: str, *, more: bool = False) -> None:
    """Write a text to a file, or add it at its end; nothing without a file."""
    if path:
        with open(path, "a" if more else "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
