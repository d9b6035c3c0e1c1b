"""How a claim's stored output reaches the site: by its HTML form."""

from typing import ClassVar

from nbclaims.schema import MIME


class ClaimRenderer:
    """MyST-NB plugin that renders a claim's structured data as nothing.

    A claim is stored as data, as HTML and as text. The data is for the ledger; the page
    shows the HTML, and without this plugin MyST-NB would warn about the type that it does not know.
    """

    mime_priority_overrides: ClassVar = [("*", MIME, None)]

    @staticmethod
    def handle_mime(renderer, data, inline):
        """No nodes for a claim's data; None (not ours) for any other type."""
        return [] if data.mime_type == MIME else None
