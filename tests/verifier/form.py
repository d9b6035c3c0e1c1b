"""What can be read off a stored notebook without running it."""

import math
import re

from verifier import claim, rules

CAP = 10  # one cell in so many of those that have outputs may be an exception, rounded up
# nbval's own ways around a comparison: an exception needs a reason, so these are not allowed.
BYPASS = re.compile(
    r"(nbval|pytest.validate)[-_](ignore[-_]output|skip|raises[-_]exception)|raises-exception",
    re.IGNORECASE,
)
MARKDOWN_IMAGE = re.compile(r"!\[\s*\]\(")
DIRECTIVE = re.compile(r"^(`{3,}|:{3,})\{(?:figure|image|glue:figure)\}.*?^\1", re.M | re.S)
HTML_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
ALT = re.compile(r"""\balt\s*=\s*(?:"\s*[^"\s]|'\s*[^'\s])""", re.IGNORECASE)
DIRECTIVE_ALT = re.compile(r"^:alt:[^\S\n]*\S", re.M)


def problems(notebook) -> list[str]:
    """Everything that is wrong with a notebook as it is stored, each with its place."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    run = [cell for cell in code if cell.source.strip()]
    found = []
    if [cell.execution_count for cell in run] != list(range(1, len(run) + 1)):
        counts = ", ".join(str(cell.execution_count) for cell in run)
        what = "the execution counts are not 1, 2, 3, … from top to bottom"
        if not any(cell.execution_count for cell in run):
            what = "the notebook was never run, or its outputs were cleared"
        found.append(f"{what}: {counts}")
    ids = claim_ids(code)
    for number, cell in enumerate(code):
        place = f"{where(number, cell)}: "
        found += [place + problem for problem in _code_problems(cell) + rules.problems(cell, ids)]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            found += [f"text: image without alt text: {image}" for image in _bare_images(cell)]
    exceptions = sum(bool(rules.rule(cell).exception) for cell in code)
    allowed = math.ceil(sum(bool(cell.outputs) for cell in code) / CAP)
    if exceptions > allowed:
        found.append(f"{exceptions} cells are not compared, at most {allowed} may be (1 in {CAP})")
    return found


def where(number: int, cell) -> str:
    """A code cell's place, for people: its number, its count and its first line."""
    first_line = (cell.source.strip().splitlines() or ["(empty)"])[0]
    return f"Cell {number}, In [{cell.execution_count or ' '}]: {first_line[:70]}"


def claim_ids(cells) -> set[str]:
    """The ids of the claims that the outputs of some cells hold."""
    data = [output.get("data", {}) for cell in cells for output in cell.outputs]
    return {bundle[claim.MIME].get("id") for bundle in data if claim.MIME in bundle}


def _code_problems(cell) -> list[str]:
    found = []
    for output in cell.outputs:
        if output.output_type == "stream" and output.name == "stderr":
            found.append(f"stored stderr: {output.text.strip()[:200]}")
        if output.output_type == "error":
            found.append(f"stored error: {output.ename}: {output.evalue}")
    comments = [line for line in cell.source.splitlines() if line.lstrip().startswith("#")]
    for mark in filter(BYPASS.search, [*cell.metadata.get("tags", []), *comments]):
        found.append(f"{mark.strip()!r} hides outputs; use the cell's 'verify' metadata")
    data = [output.get("data", {}) for output in cell.outputs]
    alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
    if any(mime.startswith("image/") for bundle in data for mime in bundle) and not alt.strip():
        found.append("figure without alt text (metadata mystnb.image.alt)")
    for bundle in data:
        images = HTML_IMAGE.findall(bundle.get("text/html", ""))
        found += [f"image without alt text: {i[:80]}" for i in images if not ALT.search(i)]
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
