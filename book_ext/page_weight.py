"""What no page uses is left out of the site: style rules, characters of fonts, whole files.

Runs when all pages are written. `make book` starts from nothing, so it runs once on each file.
"""

import html
import re
from pathlib import Path

from book_ext import fonts, style_sheet

SHEET = "style.css"
REQUESTED = re.compile(r'(?:src|href)="[^"]*?(_static|_images)/([^"?#]+)')
# Sphinx's and the theme's own, which come before all others.
THEME = ["basic.css", "styles/pydata-sphinx-theme.css"]


def setup(app):
    """Run after everything else that the build writes."""
    app.connect("build-finished", trim, priority=900)


def trim(app, error):
    """Write the one style sheet, reduce its fonts, and remove the files that no page asks for."""
    if error is not None or app.builder.format != "html":
        return
    static = Path(app.outdir, "_static")
    pages = [path.read_text(encoding="utf-8") for path in pages_of(Path(app.outdir))]
    asked = {found for page in pages for found in REQUESTED.findall(page)}
    requested = {name for folder, name in asked if folder == "_static"}
    scripts = [(static / name).read_text(encoding="utf-8") for name in sorted(requested)
               if name.endswith(".js")]  # fmt: skip
    sheets = [sheet.filename.removeprefix("_static/") for sheet in app.builder._css_files]
    text = style_sheet.combine(static, [*THEME, *sheets], names(pages, scripts))
    (static / SHEET).write_text(text, encoding="utf-8")
    addresses = {match[2].split("?")[0] for match in style_sheet.ADDRESS.finditer(text)}
    keep = requested | {address for address in addresses if ":" not in address}
    remove_others(static, keep | {SHEET})
    remove_others(Path(app.outdir, "_images"), {name for _, name in asked})
    for path in static.rglob("*.woff2"):
        fonts.reduce(path, characters([*pages, text]))


def pages_of(folder: Path) -> list[Path]:
    """The pages of the site."""
    return [path for path in sorted(folder.rglob("*.html")) if "_static" not in path.parts]


def names(pages: list[str], scripts: list[str]) -> set[str]:
    """The classes that elements have, or may get: every word of a script may be one."""
    classes = {name for page in pages for found in re.findall(r'class="([^"]*)"', page)
               for name in html.unescape(found).split()}  # fmt: skip
    return classes | {word for script in scripts for word in re.findall(r"[\w-]+", script)}


def characters(texts: list[str]) -> set[str]:
    """The characters that texts show; a style sheet writes an icon as a number."""
    shown = {character for text in texts for character in html.unescape(text)}
    codes = {code for text in texts for code in re.findall(r"\\([0-9a-f]{2,6})\b", text)}
    return shown | {chr(int(code, 16)) for code in codes if int(code, 16) < 0x110000}


def remove_others(folder: Path, keep: set[str]):
    """Remove the files that are not named, and the folders that this leaves empty."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif path.is_file() and path.relative_to(folder).as_posix() not in keep:
            path.unlink()
