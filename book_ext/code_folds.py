"""Folded code: one fold for what stands beneath it, under a name that says what that is.

A notebook computes in one cell and draws in another; a reader meets one figure, and one line above
it that unfolds the code of both.
"""

import re

from docutils import nodes

CLAIM = re.compile(r'class="claim claim-\w+" id="([^"]+)"')


def setup(app):
    """Change the cells when everything else of a page is there."""
    app.connect("doctree-resolved", gather)


def gather(app, doctree, page):
    """Move the code of cells that show nothing into a section's next fold, and name all folds."""
    numbers = app.env.toc_fignumbers.get(page, {}).get("figure", {})
    for cell in list(doctree.findall(is_folded)):
        after = cell.parent[cell.parent.index(cell) + 1 :]
        following = next(filter(is_cell, after), None)
        if not shows(cell) and following is not None and is_folded(following):
            following[0][:] = [*cell[0].children, *following[0].children]
            cell.parent.remove(cell)
    used = {}
    for cell in doctree.findall(is_folded):
        name = named(cell, numbers)
        used[name] = used.get(name, 0) + 1
        if used[name] > 1:
            name += f", {used[name]}"
        cell[0]["prompt_show"] = f"Show {name}"
        cell[0]["prompt_hide"] = f"Hide {name}"


def is_cell(node) -> bool:
    """Whether it is a cell with code."""
    return isinstance(node, nodes.Element) and node.get("nb_element") == "cell_code"


def is_folded(node) -> bool:
    """Whether it is a cell whose code is folded, which is its first child."""
    return is_cell(node) and bool(node.children) and "prompt_show" in node[0].attributes


def shows(cell) -> bool:
    """Whether something stands beneath the code; a number that the text quotes does not."""
    return any(part.astext().strip() or list(part.findall(nodes.image)) for part in cell[1:])


def named(cell, numbers: dict) -> str:
    """What the code makes."""
    for figure in cell.findall(nodes.figure):
        number = next((numbers[name] for name in figure["ids"] if name in numbers), None)
        if number:
            return f"the code of figure {'.'.join(map(str, number))}"
    claims = [name for raw in cell.findall(nodes.raw) for name in CLAIM.findall(raw.astext())]
    if claims:
        more = len(claims) - 1
        others = f" and {more} more claim{'s' * (more > 1)}" if more else ""
        return f"the code of {claims[0]}{others}"
    if list(cell.findall(nodes.table)) or "<table" in cell.astext():
        return "the code of the table"
    return "the code"
