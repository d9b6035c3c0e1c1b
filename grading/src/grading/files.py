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

    @staticmethod
    def parent_of(submissions: list[str]) -> str:
        """The folder that some submissions have in common."""
        folders = [os.path.dirname(os.path.abspath(name)) for name in submissions]
        return os.path.commonpath(folders) if folders else ""

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
            for result in results:
                self.hand_back(result)

    def add(self, results: list[Result]) -> None:
        """Write the last of some results; the page of all of them is written anew."""
        result = results[-1]
        append(self.json, report.json_line(result), more=True)
        append(self.csv, report.csv_row(result, self.columns), more=True)
        if self.html:
            write(self.html, page(sorted(results, key=lambda each: each.submission)).encode())
        if self.feedback:
            self.hand_back(result)

    def hand_back(self, result: Result) -> None:
        """Write a submission's page. Where its name is too long for that, say so: others wait."""
        name = os.path.relpath(os.path.abspath(result.submission), self.parent)
        try:
            write(self.feedback / f"{name}.html", page([result]).encode())
        except OSError as error:
            name = report.printable(os.path.basename(name))
            print(f"no page for {name}.html: {error.strerror}", file=sys.stderr)


def append(path: Path | None, text: str, *, more: bool = False) -> None:
    """Write a text to a file, or add it at its end; nothing without a file."""
    if path:
        with open(path, "a" if more else "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
