"""On hovering, or on reaching it with the keyboard, a citation shows what it cites.

The text is in an attribute that the style sheet shows, so that no script is needed; a `title`
would show it too, but only to a mouse.
"""

import re

CITATION = re.compile(r'(<a class="reference internal" href="[^"]*#[^"]*") title="([^"]*)"')


def setup(app):
    """Change the pages' HTML when it is made."""
    app.connect("html-page-context", mark)


def mark(app, page, template, context, doctree):
    """Move what a link within the book cites from its title to where the style sheet finds it."""
    if "body" in context:
        context["body"] = CITATION.sub(r'\1 data-cited="\2"', context["body"])
