"""Code in colour, in fewer elements: what is read as plain text has none of its own.

Names and punctuation are two thirds of the tokens of a chapter, and a third of all its elements.
"""

from pygments.formatters import HtmlFormatter
from pygments.token import Name, Punctuation, Text, Whitespace
from sphinx.highlighting import PygmentsBridge

PLAIN = {Name, Punctuation, Whitespace}  # not what is below them, such as a function's name


class PlainNames(HtmlFormatter):
    """Pygments' formatter, to which some tokens are plain text."""

    def format(self, tokensource, outfile):
        """Write tokens, pairs of a kind and a text."""
        plain = ((Text if kind in PLAIN else kind, text) for kind, text in tokensource)
        return super().format(plain, outfile)


def setup(app):
    """Let Sphinx highlight with it."""
    PygmentsBridge.html_formatter = PlainNames
