"""The directive {chapter-cards}, for the home page: a card for each chapter.

It has the chapter's number and title, the first paragraph of its page, and the time it takes.
"""

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from book_ext import page_metadata, reading_time
from nbclaims.ledger.page import chapters


class Cards(nodes.General, nodes.Element):
    """Where the cards will be, once all pages are read."""


def setup(app):
    """Define the directive, and fill it in when all pages are read."""
    app.add_node(Cards)
    app.add_directive("chapter-cards", ChapterCards)
    app.connect("doctree-resolved", fill_in)


class ChapterCards(SphinxDirective):
    """A card for each chapter."""

    def run(self):
        """The place for the cards."""
        self.env.note_reread()  # a chapter may be new
        return [Cards()]


def fill_in(app, doctree, page):
    """Replace each place by its cards."""
    for place in list(doctree.findall(Cards)):
        cards = [card(app, page, chapter) for chapter in chapters(app) if chapter.number]
        place.replace_self(nodes.bullet_list("", *cards, classes=["chapters"]))


def card(app, page, chapter):
    """A chapter's number and title, which leads there, its first paragraph, what it asks."""
    address = app.builder.get_relative_uri(page, chapter.page)
    doctree = app.env.get_doctree(chapter.page)
    title = app.env.titles[chapter.page]
    number = nodes.inline("", str(title["secnumber"][0]), classes=["chapter-number"])
    link = nodes.reference("", title.astext(), refuri=address, internal=True)
    paragraph = nodes.paragraph("", page_metadata.description(doctree))
    line = nodes.paragraph("", reading_time.sentence(doctree, chapter), classes=["byline"])
    heading = nodes.paragraph("", "", link, classes=["chapter-title"])
    return nodes.list_item("", number, heading, paragraph, line)
