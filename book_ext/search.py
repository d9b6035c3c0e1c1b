"""The search: an index of places, made from the pages when they are written.

A place is what a reader wants to come to: a section, a theorem, an exercise, a function of `lib`.
It has a title and a text, prose and formulas, without code. `static/search.js` ranks them, and
`static/search_page.js` shows them.
"""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from book_ext.page_weight import pages_of

INDEX = "search_index.js"
# Kinds of place, by a class of the box that is one.
BOXES = {
    "theorem": "statement", "proposition": "statement", "lemma": "statement",
    "corollary": "statement", "definition": "statement", "algorithm": "statement",
    "exercise": "exercise", "entry": "function",
}  # fmt: skip
SKIPPED = {
    "annotation",
    "button",
    "fieldset",
    "nav",
    "noscript",
    "pre",
    "script",
    "style",
    "summary",
    "svg",
    "template",
}
SKIPPED_CLASSES = {"byline", "headerlink", "katex-html", "ledger", "verified", "claim-id"}
SKIPPED_CLASSES |= {"answers", "claim-measured", "claim-because", "solution", "signature", "source"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
VOID = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr", "area", "base"}
# Before and after these a word ends.
INLINE = {"a", "abbr", "b", "code", "em", "i", "mi", "mn", "mo", "mrow", "mstyle", "mtext", "span"}
INLINE |= {"math", "semantics", "strong", "sub", "sup", "u"}


class Place(NamedTuple):
    """Where a reader may want to come to."""

    anchor: str  # in its page; empty for the page itself
    kind: str
    title: list[str]
    text: list[str]


class Reader(HTMLParser):
    """Collects the places of a page."""

    def __init__(self):
        """Begin outside of the article."""
        super().__init__(convert_charrefs=True)
        self.places, self.open, self.tags = [], [], []

    def handle_starttag(self, tag, attributes):
        """Open an element: a place, a title, or what is skipped."""
        if tag in VOID:
            self.write(" ")
            return
        attributes = dict(attributes)
        classes = set((attributes.get("class") or "").split())
        self.tags.append((tag, self.role(tag, classes, attributes)))
        if tag not in INLINE:
            self.write(" ")

    def role(self, tag, classes, attributes) -> str:
        """What an element is to the index; a place is entered."""
        kinds = [BOXES[name] for name in classes & set(BOXES)]
        if tag == "section" and attributes.get("id"):
            kinds = ["section" if self.places else "page"]
        if kinds and attributes.get("id"):
            self.places.append(Place(attributes["id"], kinds[0], [], []))
            self.open.append(self.places[-1])
            return "place"
        if tag in SKIPPED or classes & SKIPPED_CLASSES:
            return "skipped"
        titles = tag in HEADINGS or "admonition-title" in classes
        return "title" if titles and self.open and not self.text_of(self.open[-1].title) else ""

    def handle_endtag(self, tag):
        """Close an element, and what within it was left open."""
        if tag in VOID or tag not in [name for name, _ in self.tags]:
            return
        while True:
            name, role = self.tags.pop()
            if role == "place":
                self.open.pop()
            if name == tag:
                break
        if tag not in INLINE:
            self.write(" ")

    def handle_data(self, data):
        """Text goes to the innermost place."""
        self.write(data.replace("\u2061", " "))  # it says that a function is applied

    def write(self, text):
        """Add text to the title or the text of the place that is open."""
        roles = {role for _, role in self.tags}
        if self.open and "skipped" not in roles:
            inside = [role for _, role in self.tags if role in {"place", "title"}]
            place = self.open[-1]
            (place.title if inside[-1] == "title" else place.text).append(text)

    @staticmethod
    def text_of(parts) -> str:
        """Text in one line."""
        return re.sub(r" (?=[.,;:!?)])", "", " ".join("".join(parts).split()))


def setup(app):
    """Make the page of results ourselves, and the index when all pages are written."""
    app.connect("builder-inited", replace)
    app.connect("html-collect-pages", lambda app: [("search", {}, "search.html")])
    app.connect("build-finished", write, priority=800)


def replace(app):
    """Keep Sphinx from making an index of its own."""
    app.builder.search = False


def write(app, error):
    """Write the index."""
    if error is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    found = {path.relative_to(site).as_posix(): read(path.read_text(encoding="utf-8"))
             for path in pages_of(site) if path.name != "search.html"}  # fmt: skip
    text = json.dumps(index(found), ensure_ascii=False, separators=(",", ":"))
    (site / "_static" / INDEX).write_text(f"var searchIndex = {text};\n", encoding="utf-8")


def read(page: str) -> list[tuple[str, str, str, str]]:
    """The places of a page: anchor, kind, title, text."""
    reader = Reader()
    article = page.partition("<article")[2].partition("</article>")[0]
    reader.feed(f"<article{article}")
    reader.close()
    return [(place.anchor, place.kind, reader.text_of(place.title) or place.anchor,
             reader.text_of(place.text)) for place in reader.places]  # fmt: skip


def index(pages: dict[str, list]) -> dict:
    """Pages, as [address, title], and places, as [page, anchor, kind, title, text]."""
    named = [(address, places) for address, places in pages.items() if places]
    return {
        "pages": [[address, places[0][2]] for address, places in named],
        "places": [[number, *place] for number, (_, places) in enumerate(named)
                   for place in places],
    }  # fmt: skip
