"""Figures on the pages: the stored pixels in a smaller file, with their size, loaded when needed.
Each leads to its file, where a reader can enlarge it.

WebP without loss takes about half of a PNG; what stays large even so is written with a loss that
the eye does not see. Width and height keep the text from moving when a
picture arrives.
"""

import re
from pathlib import Path

from PIL import Image

LARGE = 100_000  # bytes
TAG = re.compile(r'<img ([^>]*?)src="([^"]*_images/)([^"]+)\.png"([^>]*?)\s*/?>')


def setup(app):
    """Change the pages' HTML when it is made."""
    app.connect("html-page-context", improve)


def improve(app, page, template, context, doctree):
    """Write each picture of a page as WebP, and say in the page what is known of it."""
    sources = {name: Path(app.srcdir, path) for path, name in app.builder.images.items()}
    folder = Path(app.outdir, "_images")
    # On the first page the figure is in view at once.
    load = 'fetchpriority="high"' if page == app.config.root_doc else 'loading="lazy"'

    def better(match):
        before, address, name, after = match.groups()
        size = convert(sources[f"{name}.png"], folder / f"{name}.webp")
        attributes = f'width="{size[0]}" height="{size[1]}" {load} decoding="async"'
        file = f"{address}{name}.webp"
        image = f'<img {before}src="{file}"{after} {attributes} style="--width: {size[0]}px" />'
        return f'<a class="enlarge" href="{file}">{image}</a>'

    if "body" in context:
        context["body"] = TAG.sub(better, context["body"])


def convert(source: Path, target: Path) -> tuple[int, int]:
    """Write a picture as WebP, pixel for pixel unless it is large; gives its width and height."""
    with Image.open(source) as image:
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            image.save(target, lossless=True, quality=80, method=4, exact=True)
            if target.stat().st_size > LARGE:
                image.save(target, quality=70, method=6)
        return image.size
