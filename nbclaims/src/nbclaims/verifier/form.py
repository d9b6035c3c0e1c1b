"""What can be read off a stored notebook without running it."""

import math
import re

from nbclaims import schema
from nbclaims.verifier import rules

CAP = 10  # one cell in so many of those that have outputs may be an exception, rounded up
MEANT = "raises-exception"  # Jupyter's own tag for a cell whose error is meant
# nbval's ways around a comparison: an exception needs a reason, so these are refused. Its
# NBVAL_CHECK_OUTPUT asks for what is done anyway.
BYPASS = re.compile(
    r"(nbval|pytest.validate)[-_](ignore[-_]output|skip|raises[-_]exception)", re.IGNORECASE
)
MARKDOWN_IMAGE = re.compile(r"!\[\s*\]\(")
DIRECTIVE = re.compile(r"^(`{3,}|:{3,})\{(?:figure|image|glue:figure)\}.*?^\1", re.M | re.S)
HTML_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
ALT = re.compile(r"""\balt\s*=\s*(?:"\s*[^"\s]|'\s*[^'\s])""", re.IGNORECASE)
DIRECTIVE_ALT = re.compile(r"^:alt:[^\S\n]*\S", re.M)


def problems(notebook, cap: int = CAP, alt_text: bool = False) -> list[str]:
    """Everything that is wrong with a notebook as it is stored, each with its place.

    cap: one cell in so many may be an exception. alt_text: whether every figure needs it.
    """
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    found = _counts([cell for cell in code if cell.source.strip()])
    ids = {claim.get("id") for cell in code for claim in schema.of_cell(cell)}
    for number, cell in enumerate(code):
        wrong = _code_problems(cell) + rules.problems(cell, ids)
        if alt_text:
            wrong += _bare_figures(cell)
        found += [f"{where(number, cell)}: {problem}" for problem in wrong]
    for cell in notebook.cells:
        if alt_text and cell.cell_type == "markdown":
            found += [f"text: [alt-text] missing: {image}" for image in _bare_images(cell)]
    exceptions = sum(bool(rules.rule(cell).exception) for cell in code)
    allowed = math.ceil(sum(bool(cell.outputs) for cell in code) / cap)
    if exceptions > allowed:
        says = f"{exceptions} cells are not compared, at most {allowed} may be (1 in {cap})"
        found.append(f"[cap] {says}")
    return found


def where(number: int, cell) -> str:
    """A code cell's place, for people: its number, its count and its first line."""
    first_line = (cell.source.strip().splitlines() or ["(empty)"])[0]
    return f"Cell {number}, In [{cell.execution_count or ' '}]: {first_line[:70]}"


def meant_to_fail(cell) -> bool:
    """Whether a cell says that it raises."""
    return MEANT in cell.metadata.get("tags", [])


def _counts(cells) -> list[str]:
    """What is wrong with the execution counts of the cells that have code."""
    if [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1)):
        return []
    counts = ", ".join(str(cell.execution_count) for cell in cells)
    if not any(cell.execution_count for cell in cells):
        return [f"[never-run] the notebook was not run, or its outputs were cleared: {counts}"]
    return [f"[counts] they are not 1, 2, 3, … from top to bottom: {counts}"]


def _code_problems(cell) -> list[str]:
    found = []
    errors = [output for output in cell.outputs if output.output_type == "error"]
    for output in cell.outputs:
        if output.output_type == "stream" and output.name == "stderr":
            found.append(f"[stderr] stored: {output.text.strip()[:200]}")
    if not meant_to_fail(cell):
        found += [f"[error] stored, without tag {MEANT}: {e.ename}: {e.evalue}" for e in errors]
    elif not errors:
        found.append(f"[no-error] the tag {MEANT} says that one is meant; none is stored")
    comments = [line for line in cell.source.splitlines() if line.lstrip().startswith("#")]
    for mark in filter(BYPASS.search, [*cell.metadata.get("tags", []), *comments]):
        remedy = f"tag {MEANT}" if "rais" in mark.lower() else "cell metadata `verify`"
        found.append(f"[marker] {mark.strip()!r} hides outputs; use {remedy}, which is compared")
    return found


def _bare_figures(cell) -> list[str]:
    """What is wrong with the alt text of a code cell's figures, as MyST-NB reads it."""
    data = [output.get("data", {}) for output in cell.outputs]
    alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
    found = []
    if any(mime.startswith("image/") for bundle in data for mime in bundle) and not alt.strip():
        found.append("[alt-text] a figure has none (metadata mystnb.image.alt)")
    for bundle in data:
        images = HTML_IMAGE.findall(bundle.get("text/html", ""))
        found += [f"[alt-text] missing: {i[:80]}" for i in images if not ALT.search(i)]
    return found


def _bare_images(cell) -> list[str]:
    """The images of a Markdown cell that have no alt text."""
    html = [image for image in HTML_IMAGE.findall(cell.source) if not ALT.search(image)]
    blocks = [match[0] for match in DIRECTIVE.finditer(cell.source)]
    return (
        MARKDOWN_IMAGE.findall(cell.source)
        + [image[:80] for image in html]
        + [block.splitlines()[0] for block in blocks if not DIRECTIVE_ALT.search(block)]
    )
