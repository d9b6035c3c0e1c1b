"""Whether students see what they must not: lines of solutions, derivations or hidden checks."""

import html
import inspect
import io
import json
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

from grading import build, pack, student
from grading.homework import Homework, private
from grading.proof import Proof

LONG = 24  # characters of a line, without spaces, that nobody writes by chance


def hidden(homework: Homework, seen: Iterable[Path] = (), known: str = "") -> Proof:
    """The fifth: no line of a solution or of a hidden check is in what students see.

    known: text that is public anyway, as are the stubs, what is given and the public checks.
    """
    lines = secret_lines(homework, known)
    texts = {"the student notebook": readable(".ipynb", build.text(student.student(homework)))}
    with zipfile.ZipFile(io.BytesIO(pack.autograder(homework))) as archive:
        for name in archive.namelist():
            if not name.startswith("private/"):
                texts[f"{name} of autograder.zip"] = squeezed(archive.read(name).decode())
    for file in seen:
        texts[str(file)] = readable(file.suffix, file.read_bytes())
    faults = [f"{where}: {line}" for where, text in texts.items() for line in lines if line in text]
    claim = "no line of a solution or of a hidden check is in what students see"
    return Proof(claim, len(lines) * len(texts), faults)


def secret_lines(homework: Homework, known: str = "") -> list[str]:
    """Lines of solutions, derivations and checks without spaces, but for short and public ones."""
    questions = homework.questions
    secret = [question.solution for question in questions]
    secret += [(homework.folder / "checks.py").read_text(encoding="utf-8")]
    secret += [cell["source"] for cell in homework.cells if private(cell)]
    public = [*homework.given, *(question.stub for question in questions), known]
    public += [inspect.getsource(c.run) for q in questions for c in q.checks if c.public]
    shown = squeezed("\n".join(public))
    lines = {squeezed(line) for line in "\n".join(secret).splitlines()}
    return sorted(line for line in lines if len(line) >= LONG and line not in shown)


def readable(suffix: str, content: bytes) -> str:
    """The text of a page or a notebook, without markup and spaces."""
    text = content.decode("utf-8", "replace")
    if suffix == ".html":
        text = html.unescape(re.sub(r"<[^>]*>", "", text))
    if suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells) + text
    return squeezed(text)


def squeezed(text: str) -> str:
    """A text without spaces."""
    return re.sub(r"\s+", "", text)
