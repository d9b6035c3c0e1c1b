"""The line below a chapter's title: how long it takes to read, and to run.

An estimate, made anew at each build, at a student's pace: 200 words a minute; 20 seconds for a
displayed formula or a figure; 3 seconds for a line of code in sight. Solutions are not counted.
"""

import re

from docutils import nodes

from book_ext import folded
from nbclaims import record
from nbclaims.ledger.page import chapters

WORDS_A_MINUTE, PICTURE_OR_FORMULA, LINE_OF_CODE = 200, 20 / 60, 3 / 60


def setup(app):
    """Put the line below the title when everything else of the page is there."""
    app.connect("doctree-resolved", add_line)


def add_line(app, doctree, page):
    """Insert the line into a chapter."""
    for chapter in chapters(app):
        if chapter.page == page:
            title = next(doctree.findall(nodes.title))
            line = nodes.paragraph("", sentence(doctree, chapter), classes=["byline"])
            title.parent.insert(title.parent.index(title) + 1, line)


def sentence(doctree, chapter) -> str:
    """The line of a chapter of the ledger."""
    seconds = chapter.verified["seconds"]
    runs = f"{seconds:.0f} seconds" if seconds < 100 else f"{seconds / 60:.0f} minutes"
    claims = record.count(len(chapter.claims), "claim")
    return f"{round(minutes(doctree))} minutes to read · {runs} to run · {claims}, all checked"


def minutes(doctree) -> float:
    """How long a chapter takes to read, from its document tree."""
    words = formulas = lines = 0
    stack = list(doctree.children)
    while stack:
        node = stack.pop()
        if skipped(node):
            continue
        if isinstance(node, nodes.literal_block):
            lines += len(node.astext().splitlines())
        elif isinstance(node, (nodes.math_block, nodes.figure)):
            formulas += 1
            stack.extend(child for child in node.children if isinstance(child, nodes.caption))
        elif isinstance(node, nodes.math):
            words += 1
        elif isinstance(node, nodes.Text):
            words += len(re.findall(r"\w+", node.astext()))
        else:
            stack.extend(node.children)
    return words / WORDS_A_MINUTE + formulas * PICTURE_OR_FORMULA + lines * LINE_OF_CODE


def skipped(node) -> bool:
    """Whether a reader passes it by: folded text and code, comments, data."""
    passed = {"dropdown", "tag_hide-input", "tag_remove-cell"}
    classes = set(node.get("classes", [])) if isinstance(node, nodes.Element) else set()
    return bool(passed & classes) or isinstance(node, (folded.Fold, nodes.comment, nodes.raw))
