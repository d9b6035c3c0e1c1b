"""A figure of a chapter on another page: the stored output itself, not a second drawing of it.

```{verified-figure} chapters/01_vae_recap fig-map
The caption, which may hold links.
```
"""

import base64
import json
import os
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


def setup(app):
    """Define the directive."""
    app.add_directive("verified-figure", VerifiedFigure)


class VerifiedFigure(SphinxDirective):
    """The figure that a notebook names, with the notebook's description of it."""

    required_arguments = 2
    has_content = True

    def run(self):
        """A figure; an error when the notebook has none of that name."""
        page, name = self.arguments
        notebook = Path(self.env.srcdir, f"{page}.ipynb")
        self.env.note_dependency(str(notebook))
        try:
            cell = named(json.loads(notebook.read_text(encoding="utf-8")), name)
        except (OSError, LookupError) as error:
            raise self.error(f"{page}: {error}") from error
        image = nodes.image(uri=self.file(name, png(cell)), alt=alt(cell))
        caption = nodes.legend("", *self.parse_content_to_nodes())
        return [nodes.figure("", image, caption)]

    def file(self, name, data) -> str:
        """Where the picture is for Sphinx to find it, relative to this page."""
        path = Path(self.env.doctreedir, f"{name}.png")
        path.write_bytes(data)
        return os.path.relpath(path, Path(self.env.doc2path(self.env.docname)).parent)


def named(notebook: dict, name: str) -> dict:
    """The cell that makes the figure of a name; LookupError when there is none."""
    for cell in notebook["cells"]:
        if cell["metadata"].get("mystnb", {}).get("figure", {}).get("name") == name:
            return cell
    raise LookupError(f"no figure {name!r}")


def png(cell: dict) -> bytes:
    """A cell's stored picture."""
    pictures = [output.get("data", {}).get("image/png") for output in cell["outputs"]]
    return base64.b64decode(next(picture for picture in pictures if picture))


def alt(cell: dict) -> str:
    """What a cell's picture shows, in words."""
    return cell["metadata"]["mystnb"]["image"]["alt"]
