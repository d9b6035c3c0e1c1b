"""What others show of a page: its description, its card in a message, its place in the sitemap.

A description is the page's own first paragraph. Addresses, and with them the sitemap and pictures,
need the site's: the variable BOOK_URL, which the workflow that publishes the site sets. Without it
pages have a description and a title for others to show, and no address that could be wrong.
"""

import html
import os
import re
from itertools import accumulate
from pathlib import Path

from docutils import nodes

from book_ext import social_card
from nbclaims.ledger.collection import summary
from nbclaims.ledger.page import chapters

LENGTH = 260  # characters of a description, if its first sentence is not longer


def setup(app):
    """Read the site's address, and describe each page when it is made."""
    app.connect("config-inited", read_address)
    app.connect("html-page-context", describe, priority=900)
    app.connect("build-finished", write_sitemap)


def read_address(app, config):
    """Sphinx's own setting, which gives pages their canonical address too."""
    config.html_baseurl = os.environ.get("BOOK_URL", "").rstrip("/")
    if config.html_baseurl:
        config.html_baseurl += "/"


def describe(app, page, template, context, doctree):
    """Hand the page's tags to the layout."""
    title = "" if page == app.config.root_doc else context.get("title")
    tags = {"og:type": "article", "og:site_name": app.config.html_title}
    tags |= {
        "og:title": plain(title or app.config.html_title),
        "og:description": description(doctree),
    }
    if app.config.html_baseurl and doctree is not None:
        picture = f"_social/{page.replace('/', '-')}.png"
        count = summary(chapters(app))
        social_card.draw(Path(app.outdir, picture), tags["og:title"], count)
        tags |= {"og:url": context["pageurl"], "og:image": app.config.html_baseurl + picture}
        tags |= {"twitter:card": "summary_large_image"}
    tags |= {"description": tags["og:description"]}
    # The theme's layout has this line too.
    context["metatags"] = re.sub(r"<meta name=.viewport.[^>]*>\n?", "", context.get("metatags", ""))
    context["preview"] = "\n".join(tag(name, text) for name, text in tags.items() if text)


def tag(name: str, text: str) -> str:
    """A line of a page's head."""
    kind = "property" if ":" in name else "name"
    return f'    <meta {kind}="{name}" content="{html.escape(text)}" />'


def plain(title: str) -> str:
    """A title without its markup."""
    return html.unescape(re.sub("<[^>]*>", "", title))


def description(doctree) -> str:
    """The first paragraph below a page's title, or else the first anywhere in it, as plain text.

    A long one ends with the last sentence that fits; the first sentence is always there, whole.
    """
    section = None if doctree is None else next(doctree.findall(nodes.section), None)
    if section is None:
        return ""
    found = [*section.children, *section.findall(nodes.paragraph)]
    texts = (
        " ".join(node.astext().split())
        for node in found
        if isinstance(node, nodes.paragraph) and "byline" not in node["classes"]
    )
    sentences = re.split(r"(?<=[.?!]) (?=[A-Z])", next(texts, ""))
    lengths = accumulate(len(sentence) + 1 for sentence in sentences)
    fitting = sum(length <= LENGTH + 1 for length in lengths)
    return " ".join(sentences[: max(fitting, 1)])


def write_sitemap(app, error):
    """List the pages where their address is known."""
    if error is None and app.config.html_baseurl:
        pages = sorted(app.env.found_docs)
        Path(app.outdir, "sitemap.xml").write_text(sitemap(app.config.html_baseurl, pages))


def sitemap(address: str, pages: list[str]) -> str:
    """A sitemap, as sitemaps.org defines it."""
    places = [html.escape(f"{address}{page}.html") for page in pages]
    lines = "\n".join(f"  <url><loc>{place}</loc></url>" for place in places)
    name = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{name}">\n{lines}\n</urlset>\n'
