"""In how many runs elsewhere each claim held: with other seeds, on other processors.

A book makes such runs as it likes and stores their counts in a file, page by page; the ledger shows
them. A claim is known by its fingerprint, so one that was added or changed since then counts as not
yet tried.

    {"seeds": {"chapters/03_sampling": {"date": "2026-11-29", "versions": {"numpy": "2.4.6", ...},
       "runs": ["1000", ...], "claims": {"mean.exact": {"fingerprint": "0a1b…", "held": 20}}}},
     "processors": ...}
"""

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

from nbclaims import atomic, schema

KINDS = {"seeds": "other seeds", "processors": "processors"}


class Held(NamedTuple):
    """How often a claim held. held of tried runs; tried is 0 where it was not yet tried."""

    held: int
    tried: int


def weak(counts: Held) -> bool:
    """Whether a claim failed more often than in one run of 20."""
    return 20 * counts.held < 19 * counts.tried


def fingerprints(notebook: dict) -> dict[str, str]:
    """What each claim of a notebook says and how it is measured, in 12 digits, by its id."""
    found = {}
    for cell in notebook["cells"]:
        for claim in schema.of_cell(cell):
            says = {key: value for key, value in claim.items() if key != "measured"}
            text = json.dumps([says, "".join(cell["source"])], sort_keys=True)
            found[claim["id"]] = hashlib.sha256(text.encode()).hexdigest()[:12]
    return found


def read(file: Path) -> dict:
    """What is stored for a book; every kind is there, if only empty."""
    stored = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return {kind: stored.get(kind, {}) for kind in KINDS}


def store(file: Path, kind: str, page: str, record: dict) -> None:
    """Replace the record of one page."""
    stored = read(file)
    stored[kind][page] = record
    text = json.dumps(stored, indent=1, sort_keys=True, ensure_ascii=False)
    atomic.write(file, f"{text}\n".encode())


def held(stored: dict, page: str, notebook: dict) -> dict[str, dict[str, Held]]:
    """For each claim of a page, by kind, how often it held as it now stands."""
    counts = {}
    for name, fingerprint in fingerprints(notebook).items():
        counts[name] = {}
        for kind in KINDS:
            record = stored[kind].get(page, {"runs": [], "claims": {}})
            tried = record["claims"].get(name, {})
            same = tried.get("fingerprint") == fingerprint
            counts[name][kind] = Held(tried["held"], len(record["runs"])) if same else Held(0, 0)
    return counts


def sentence(counts: dict[str, Held]) -> str:
    """How often a claim held, in words: '20 of 20 other seeds, 5 of 5 processors'."""
    words = [
        f"{counts[kind].held} of {counts[kind].tried} {name}"
        if counts[kind].tried
        else f"{name}: not yet tried"
        for kind, name in KINDS.items()
    ]
    return ", ".join(words)
