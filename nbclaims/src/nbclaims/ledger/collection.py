"""The claims of the whole book, read off the stored outputs of its notebooks.

What is wrong with a claim anywhere stops the build: it failed, it has no reason, its id is taken.
"""

import json
import re
from pathlib import Path
from typing import NamedTuple

from sphinx.errors import ExtensionError

from nbclaims import record, robustness, schema


class Chapter(NamedTuple):
    """A notebook's part of the ledger."""

    page: str  # its document name in the book, such as chapters/01_sampling
    number: str  # '1', if the book numbers its chapters by their files; else empty
    heading: str
    verified: dict
    claims: list[dict]  # in the order of the text
    robustness: dict[str, dict[str, robustness.Held]]  # by claim, then kind of run

    @property
    def title(self) -> str:
        """Number and heading."""
        return f"{self.number} · {self.heading}" if self.number else self.heading


def collect(folder: Path, pages: list[str], counts: Path, number: str = "") -> list[Chapter]:
    """The claims of the notebooks ``folder/page.ipynb``.

    counts: the file of `robustness`. number: a pattern whose group is the number in a file's name.

    Raises:
      ExtensionError: names everything that is wrong, each with its notebook.
    """
    chapters, problems, places, runs = [], [], {}, robustness.read(counts)
    for page in pages:
        notebook = json.loads((folder / f"{page}.ipynb").read_text(encoding="utf-8"))
        claims = schema.of_notebook(notebook)
        for claim in claims:
            where = f"{page}.ipynb: claim {claim['id']}"
            problems += [f"{where}: {problem}" for problem in faults(claim)]
            if claim["id"] in places:
                problems.append(f"{where}: the id is taken in {places[claim['id']]}.ipynb")
            places.setdefault(claim["id"], page)
        try:
            verified = record.read(notebook)
        except ValueError as error:
            problems.append(f"{page}.ipynb: {error}")
            continue
        found = re.match(number, Path(page).name) if number else None
        held = robustness.held(runs, page, notebook)
        name = found[1].lstrip("0") or found[1] if found else ""
        chapters.append(Chapter(page, name, heading(notebook, page), verified, claims, held))
    if problems:
        raise ExtensionError("the ledger cannot be made:\n  " + "\n  ".join(problems))
    return chapters


def faults(claim: dict) -> list[str]:
    """What is wrong with a claim by itself; the verdict is not taken on trust."""
    found = [] if claim["passed"] and schema.in_band(claim) else ["it failed"]
    return found if claim["because"].strip() else [*found, "it has no reason (because)"]


def heading(notebook: dict, page: str) -> str:
    """A chapter's first heading."""
    text = [
        "".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown"
    ]
    found = re.search(r"^# +(.+)$", "\n".join(text), flags=re.MULTILINE)
    return found[1] if found else page


def summary(chapters: list[Chapter]) -> str:
    """How many claims there are, such as '31 claims in 1 notebook'."""
    claims = sum(len(chapter.claims) for chapter in chapters)
    return f"{record.count(claims, 'claim')} in {record.count(len(chapters), 'notebook')}"


def to_json(chapters: list[Chapter]) -> str:
    """The ledger as JSON: chapters in the book's order, their claims and all keys sorted."""
    entries = [
        {
            "page": chapter.page,
            "title": chapter.title,
            "verified": chapter.verified,
            "claims": sorted(chapter.claims, key=lambda claim: claim["id"]),
            "robustness": {
                name: {kind: held._asdict() for kind, held in counts.items()}
                for name, counts in chapter.robustness.items()
            },
        }
        for chapter in chapters
    ]
    return json.dumps({"chapters": entries}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
