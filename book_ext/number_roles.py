"""The two kinds of number that may be typed in the text; every other one is glued from the run.

    {cited}`105.6`       a figure that someone else published
    {constant}`1 %`      chosen or derived, so no run can change it

`tests/test_prose.py` finds the numbers that are neither. In the text they look like any other.
"""

import html

from docutils import nodes
from sphinx.util.docutils import SphinxRole

TITLES = {"cited": "a published figure", "constant": "chosen or derived, not measured"}


def setup(app):
    """Define the roles."""
    for name in TITLES:
        app.add_role(name, NumberRole())


class NumberRole(SphinxRole):
    """A number that says on hovering where it comes from."""

    def run(self):
        """The number as plain text with a title."""
        text = f'<span title="{TITLES[self.name]}">{html.escape(self.text)}</span>'
        return [nodes.raw("", text, format="html")], []
