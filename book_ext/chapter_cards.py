"""The chapters on the home page: a card for each that exists, a line for each that is planned.

    ```{chapter-cards}
    01 VAE recap
    02 Autoencoders versus VAEs
    ```

A chapter's number is its file's. Its card has the title and the first paragraph of its page.
"""

from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from book_ext import ledger_page, page_metadata, reading_time


class Cards(nodes.General, nodes.Element):
    """Where the cards will be, once all pages are read."""


def setup(app):
    """Define the directive, and fill it in when all pages are read."""
    app.add_node(Cards)
    app.add_directive("chapter-cards", ChapterCards)
    app.connect("doctree-resolved", fill_in)


class ChapterCards(SphinxDirective):
    """The plan of the book, a line for each chapter."""

    has_content = True

    def run(self):
        """The place for the cards."""
        ledger_page.note_notebooks(self.env)
        return [Cards(plan=[line.split(maxsplit=1) for line in self.content if line])]


def fill_in(app, doctree, page):
    """Replace each place by its cards."""
    pages = {Path(chapter.page).name.split("_")[0]: chapter for chapter in app.ledger}
    for place in list(doctree.findall(Cards)):
        cards = nodes.bullet_list(classes=["chapters"])
        for number, title in place["plan"]:
            chapter = pages.get(number)
            made = card(app, page, chapter) if chapter else planned(title)
            label = nodes.inline("", str(int(number)), classes=["chapter-number"])
            cards += nodes.list_item("", label, *made, classes=[] if chapter else ["planned"])
        place.replace_self(cards)


def card(app, page, chapter):
    """A chapter's title, which leads there, its first paragraph, and what it asks of a reader."""
    address = app.builder.get_relative_uri(page, chapter.page)
    doctree = app.env.get_doctree(chapter.page)
    title = app.env.titles[chapter.page].astext()
    link = nodes.reference("", title, refuri=address, internal=True)
    paragraph = nodes.paragraph("", page_metadata.description(doctree))
    line = nodes.paragraph("", reading_time.sentence(doctree, chapter), classes=["byline"])
    return nodes.paragraph("", "", link, classes=["chapter-title"]), paragraph, line


def planned(title):
    """The title of a chapter that is not there yet."""
    state = nodes.inline("", "in the making", classes=["byline"])
    return (nodes.paragraph("", f"{title} ", state, classes=["chapter-title"]),)
