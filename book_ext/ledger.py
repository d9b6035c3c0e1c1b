"""The claims of the whole book, read off the stored outputs of its notebooks.

What is wrong with a claim anywhere stops the build: it failed, it has no reason, its id is taken.
"""

import json
import re
from pathlib import Path
from typing import NamedTuple

from sphinx.errors import ExtensionError

from book_ext import robustness, verified
from lib.claims import MIME, holds


class Chapter(NamedTuple):
    """A notebook's part of the ledger."""

    page: str  # its document name in the book, such as chapters/01_vae_recap
    title: str
    verified: dict
    claims: list[dict]  # in the order of the text
    robustness: dict[str, dict[str, robustness.Held]]  # by claim, then kind of run


def collect(folder: Path, pages: list[str]) -> list[Chapter]:
    """The claims of the notebooks ``folder/page.ipynb``.

    Raises:
      ExtensionError: names everything that is wrong, each with its notebook.
    """
    chapters, problems, places, runs = [], [], {}, robustness.read(folder)
    for page in pages:
        notebook = json.loads((folder / f"{page}.ipynb").read_text(encoding="utf-8"))
        claims = stored_claims(notebook)
        for claim in claims:
            where = f"{page}.ipynb: claim {claim['id']}"
            problems += [f"{where}: {problem}" for problem in faults(claim)]
            if claim["id"] in places:
                problems.append(f"{where}: the id is taken in {places[claim['id']]}.ipynb")
            places.setdefault(claim["id"], page)
        try:
            record = verified.read(notebook)
        except ValueError as error:
            problems.append(f"{page}.ipynb: {error}")
            continue
        held = robustness.held(runs, page, notebook)
        chapters.append(Chapter(page, title(notebook, page), record, claims, held))
    if problems:
        raise ExtensionError("the theory ledger cannot be made:\n  " + "\n  ".join(problems))
    return chapters


def stored_claims(notebook: dict) -> list[dict]:
    """The claims in a notebook's outputs, in their order."""
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    return [output["data"][MIME] for output in outputs if MIME in output.get("data", {})]


def faults(claim: dict) -> list[str]:
    """What is wrong with a claim by itself; the verdict is not taken on trust."""
    side = relation(claim)
    measured, bound, tolerance = (float(claim[key]) for key in ("measured", side, "tolerance"))
    found = [] if claim["passed"] and holds(measured, side, bound, tolerance) else ["it failed"]
    return found if claim["because"].strip() else [*found, "it has no reason (because)"]


def relation(claim: dict) -> str:
    """Which of the three a claim says about its measured value."""
    return next(name for name in ("target", "at_most", "at_least") if name in claim)


def title(notebook: dict, page: str) -> str:
    """A chapter's number, from its file's name, and its first heading."""
    text = [
        "".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown"
    ]
    heading = re.search(r"^# +(.+)$", "\n".join(text), flags=re.MULTILINE)
    number = re.match(r"\d+(?=_)", Path(page).name)
    return (f"{int(number[0])} · " if number else "") + (heading[1] if heading else page)


def summary(chapters: list[Chapter]) -> str:
    """How many claims there are, such as '31 claims in 1 chapter'."""
    claims = sum(len(chapter.claims) for chapter in chapters)
    return f"{verified.count(claims, 'claim')} in {verified.count(len(chapters), 'chapter')}"


def to_json(chapters: list[Chapter]) -> str:
    """The ledger as JSON: chapters in the book's order, their claims and all keys sorted."""
    entries = [
        chapter._asdict()
        | {
            "claims": sorted(chapter.claims, key=lambda claim: claim["id"]),
            "robustness": {
                name: {kind: held._asdict() for kind, held in counts.items()}
                for name, counts in chapter.robustness.items()
            },
        }
        for chapter in chapters
    ]
    return json.dumps({"chapters": entries}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
