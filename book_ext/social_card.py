"""The picture that a message shows when it links to a page: its title, and the book's mark."""

import io
import textwrap
from functools import cache
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
from fontTools.ttLib import TTFont
from matplotlib import font_manager

from book_ext import fonts, logo

WIDTH, HEIGHT = 1200, 630  # pixels, what the services ask for
PAPER = "#f5f9f9"


@cache
def typeface(name: str) -> font_manager.FontProperties:
    """One of the text's fonts for matplotlib, which reads no WOFF2."""
    font = TTFont(io.BytesIO((fonts.PACKAGE / f"{name}.woff2").read_bytes()))
    font.flavor = None
    data = io.BytesIO()
    font.save(data)
    path = Path(matplotlib.get_cachedir(), f"{name}.ttf")
    path.write_bytes(data.getvalue())
    return font_manager.FontProperties(fname=path)


def draw(path: Path, title: str, count: str):
    """Write the picture of a page with a title, for a book that makes a count of claims."""
    path.parent.mkdir(parents=True, exist_ok=True)
    figure = plt.figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, facecolor=PAPER)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(HEIGHT, 0))
    axes.set_axis_off()
    x, y = logo.curve(201)
    axes.fill_between(WIDTH * x, 424 - 190 * y, HEIGHT, color=logo.ACCENT, lw=0)
    axes.plot([0, WIDTH], [420, 420], color=logo.INK, lw=4)
    regular, bold = typeface(fonts.TEXT[0]), typeface(fonts.TEXT[2])
    lines = textwrap.wrap(title, 30)[:3]
    axes.text(80, 90, "\n".join(lines), color=logo.INK, va="top", size=46, font=bold)
    axes.text(80, 375, f"A course book that runs. {count}, all checked.", color=logo.INK,
              size=21, font=regular)  # fmt: skip
    figure.savefig(path)
    plt.close(figure)
