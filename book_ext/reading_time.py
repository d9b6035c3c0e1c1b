"""The line below a chapter's title: how long it takes to read, and to run; and the lecture's page.

An estimate, made anew at each build, at a student's pace: 200 words a minute; 20 seconds for a
displayed formula or a figure; 3 seconds for a line of code in sight. Solutions are not counted, and
what stands below a heading that begins with "Going deeper" is counted apart.
"""

import re

from docutils import nodes

from book_ext import folded
from nbclaims import record
from nbclaims.ledger.page import chapters

LECTURE = "chapters/lecture"
WORDS_A_MINUTE, PICTURE_OR_FORMULA, LINE_OF_CODE = 200, 20 / 60, 3 / 60


def setup(app):
    """Put the line below the title when everything else of the page is there."""
    app.connect("doctree-resolved", add_line)


def add_line(app, doctree, page):
    """Insert the line into a chapter."""
    for chapter in chapters(app):
        if chapter.page == page and chapter.number:
            title = next(doctree.findall(nodes.title))
            line = nodes.paragraph("", sentence(doctree, chapter) + " · ", classes=["byline"])
            place = app.builder.get_relative_uri(page, LECTURE)
            line += nodes.reference("", "the lecture, slide by slide", refuri=place)
            title.parent.insert(title.parent.index(title) + 1, line)


def sentence(doctree, chapter) -> str:
    """The line of a chapter of the ledger."""
    seconds = chapter.verified["seconds"]
    runs = f"{seconds:.0f} seconds" if seconds < 100 else f"{seconds / 60:.0f} minutes"
    claims = record.count(len(chapter.claims), "claim")
    reads = f"{round(minutes(doctree))} minutes to read"
    if more := round(sum(minutes(section) for section in doctree.findall(goes_deeper))):
        reads += f", {more} more to go deeper"
    return f"{reads} · {runs} to run · {claims}, all checked"


def minutes(part) -> float:
    """How long a part of a document tree takes to read, without the sections that go deeper."""
    words = formulas = lines = 0
    stack = list(part.children)
    while stack:
        node = stack.pop()
        if skipped(node) or goes_deeper(node):
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


def goes_deeper(node) -> bool:
    """Whether it is a section that the main path never needs."""
    return isinstance(node, nodes.section) and node[0].astext().startswith("Going deeper")
