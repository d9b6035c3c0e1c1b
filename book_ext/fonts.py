"""The text's fonts, from an npm package, and all fonts with the characters that the book shows."""

import io
import logging
from pathlib import Path

from fontTools import subset
from sphinx.errors import ExtensionError

PACKAGE = Path(__file__).parents[1] / "node_modules" / "@fontsource" / "source-serif-4" / "files"
TEXT = ["source-serif-4-latin-400-normal", "source-serif-4-latin-400-italic"]
TEXT += ["source-serif-4-latin-600-normal"]
ALWAYS = "".join(map(chr, range(0x20, 0x7F)))  # what a script may write: ASCII


def copy(folder: Path):
    """Copy the fonts of the text."""
    if not PACKAGE.is_dir():
        raise ExtensionError("the text's fonts are not installed: run 'make book', which does it")
    folder.mkdir(parents=True, exist_ok=True)
    for name in TEXT:
        (folder / f"{name}.woff2").write_bytes((PACKAGE / f"{name}.woff2").read_bytes())


def reduce(path: Path, characters: set[str]):
    """Leave in a font file the glyphs of some characters, with their kerning and ligatures."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options = subset.Options(flavor="woff2", desubroutinize=True, notdef_outline=True)
    font = subset.load_font(io.BytesIO(path.read_bytes()), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=map(ord, characters | set(ALWAYS)))
    subsetter.subset(font)
    subset.save_font(font, path, options)
