"""Reading a submitted file, which may be anything.

Only the text of cells, the names in their tags and the pictures of text cells are taken from it.
Nothing is run or parsed as Python here, and no library that could be surprised reads the file.
"""

import json
import os
import re
import stat
from pathlib import Path
from typing import NamedTuple

MAX_FILE = 20 * 2**20  # bytes; a picture-rich notebook has 2 or 3 MB
MAX_CODE = 2**20  # characters of code
STUDENT = re.compile(r"""^student *= *["']([^"'\n]*)["']""", re.M)  # as a cell may say
PICTURES = ("image/png", "image/jpeg")
MAX_PICTURE = 4 * 2**20  # characters of base64
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")


class Unreadable(Exception):
    """A file that is no submission, with the reason in a line."""


class Text(NamedTuple):
    """A text cell. written: the question that its tag names. pictures: data URLs."""

    source: str
    written: str | None
    pictures: list[str]


class Submission(NamedTuple):
    """What counts of a notebook: its file's name, its code cells, the homework that it names.

    student: as a cell says, `student = "…"`. texts: its cells in their order, None for code.
    variant: for whom it was built, "" for everybody.
    """

    name: str
    cells: list[dict]
    homework: str | None
    student: str = ""
    texts: tuple[Text | None, ...] = ()
    variant: str = ""


def read(path: Path) -> Submission:
    """The submission in a file. Raises Unreadable."""
    try:
        notebook = json.loads(_bytes(path).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unreadable("not a notebook: it is no UTF-8 text") from None
    except ValueError as error:
        raise Unreadable(f"not a notebook: invalid JSON ({clean(str(error))})") from None
    except RecursionError:
        raise Unreadable("not a notebook: JSON that is nested too deeply") from None
    if not isinstance(notebook, dict) or "nbformat" not in notebook:
        raise Unreadable("not a notebook: JSON, but without nbformat")
    if notebook["nbformat"] != 4:
        version = notebook["nbformat"] if isinstance(notebook["nbformat"], int) else "unknown"
        raise Unreadable(f"a notebook of format {version}: open and save it with a newer Jupyter")
    if not isinstance(notebook.get("cells"), list):
        raise Unreadable("not a notebook: it has no list of cells")
    cells = [cell for cell in map(_cell, notebook["cells"]) if cell]
    if sum(len(cell["source"]) for cell in cells) > MAX_CODE:
        raise Unreadable(f"more than {MAX_CODE} characters of code")
    metadata = notebook.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    homework, variant = (
        named if isinstance(named := metadata.get(key), str) else None
        for key in ("homework", "variant")
    )
    said = [found[1] for cell in cells if (found := STUDENT.search(cell["source"]))]
    student = clean(said[-1], 100) if said else ""
    texts = tuple(map(_text, notebook["cells"]))
    return Submission(str(path), cells, homework, student, texts, clean(variant or "", 100))


def clean(text: str, longest: int = 500) -> str:
    """A line of text from outside, without what could disturb a terminal or a page."""
    text = text[: 2 * longest].encode("utf-8", "replace").decode()
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= longest else text[:longest] + " …"


def _bytes(path):
    try:
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode):
            raise Unreadable("a symbolic link: hand in the file itself")
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("not a file")
        if status.st_size > MAX_FILE:
            raise Unreadable(f"{status.st_size / 2**20:.0f} MB: at most {MAX_FILE >> 20} are read")
        if not status.st_size:
            raise Unreadable("an empty file")
        with open(path, "rb", opener=_no_link) as file:
            return file.read(MAX_FILE)
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}") from None


def _no_link(path, flags):
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))


def _cell(cell):
    """What counts of a cell, or None if it is no code."""
    if not isinstance(cell, dict) or cell.get("cell_type") != "code":
        return None
    source = _source(cell)
    return None if source is None else {"source": source, "question": _tagged(cell, "question:")}


def _text(cell):
    """What counts of a text cell, or None if it is none."""
    if not isinstance(cell, dict) or cell.get("cell_type") != "markdown":
        return None
    found = cell.get("attachments")
    found = [kinds for kinds in found.values() if isinstance(kinds, dict)] \
        if isinstance(found, dict) else []  # fmt: skip
    urls = [
        f"data:{kind};base64,{''.join(kinds[kind].split())}"
        for kinds in found
        for kind in PICTURES
        if isinstance(kinds.get(kind), str) and BASE64.fullmatch(kinds[kind])
    ]
    small = [url for url in urls if len(url) <= MAX_PICTURE]
    left_out = f"\n\n({len(urls) - len(small)} pictures are too large)" if small != urls else ""
    return Text((_source(cell) or "") + left_out, _tagged(cell, "written:"), small)


def _source(cell):
    """The text of a cell, or None."""
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    return source if isinstance(source, str) else None


def _tagged(cell, beginning):
    """What stands behind a beginning in a cell's tags, or None."""
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    names = [t[len(beginning):] for t in tags if isinstance(t, str) and t.startswith(beginning)] \
        if isinstance(tags, list) else []  # fmt: skip
    return names[0] if names else None
