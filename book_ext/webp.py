"""Figures on the pages: the stored pixels in a smaller file, with their size, loaded when needed.
Each leads to its file, where a reader can enlarge it. The frames of a figure that plays, which a
notebook holds in its text, become files as well (book.js asks for them when the figure is near).

WebP without loss takes about half of a PNG; what stays large even so is written with a loss that
the eye does not see. Width and height keep the text from moving when a picture arrives.
"""

import base64
import hashlib
import io
import re
from pathlib import Path
from typing import BinaryIO

from PIL import Image

LARGE = 100_000  # bytes
TAG = re.compile(r'<img ([^>]*?)src="([^"]*_images/)([^"]+)\.png"([^>]*?)\s*/?>')
FRAME = re.compile(r'<img ([^>]*?)src="data:image/png;base64,([A-Za-z0-9+/=]+)"')


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

    def apart(match):
        before, data = match.groups()
        name = f"{hashlib.sha256(data.encode()).hexdigest()[:16]}.webp"
        convert(io.BytesIO(base64.b64decode(data)), folder / name)
        file = context["pathto"](f"_images/{name}", resource=True)
        return f'<img {before}src="{file}" loading="lazy" decoding="async"'

    if "body" in context:
        context["body"] = FRAME.sub(apart, TAG.sub(better, context["body"]))


def convert(source: Path | BinaryIO, target: Path) -> tuple[int, int]:
    """Write a picture as WebP, pixel for pixel unless it is large; gives its width and height."""
    with Image.open(source) as image:
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            image.save(target, lossless=True, quality=80, method=4, exact=True)
            if target.stat().st_size > LARGE:
                image.save(target, quality=70, method=6)
        return image.size
