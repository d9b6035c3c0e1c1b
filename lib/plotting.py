"""Figures: one look for the whole book. Functions take arrays; nothing in `lib` imports this file.

The background is transparent, and ink and palette are of middle luminance: every colour has a
contrast of at least 3 with a white and with a near-black page. The hues are Okabe and Ito's
(2008), told apart with the common colour-vision deficiencies; two are darkened.
"""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

INK = "#757b84"
BLUE, VERMILION, GREEN, PURPLE, OCHRE = "#0072b2", "#d55e00", "#009e73", "#b8649a", "#a97c00"


def set_style() -> None:
    """Set matplotlib's defaults to the book's."""
    plt.rcParams.update(
        {
            "figure.figsize": (6.4, 3.4),
            "figure.dpi": 130,
            "figure.facecolor": "none",
            "savefig.facecolor": "none",
            "axes.facecolor": "none",
            "axes.edgecolor": INK,
            "axes.labelcolor": INK,
            "axes.titlecolor": INK,
            "axes.titlesize": "medium",
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.prop_cycle": cycler(color=[BLUE, VERMILION, GREEN, PURPLE, OCHRE]),
            "xtick.color": INK,
            "ytick.color": INK,
            "text.color": INK,
            "lines.linewidth": 1.8,
            "legend.frameon": False,
            "figure.constrained_layout.use": True,
            "image.cmap": "gray",
        }
    )


def show_images(ax: Axes, images, *, columns: int) -> None:
    """Tile images (n, height, width) into one picture, row by row, on an axis without ticks."""
    images = np.asarray(images)
    n, height, width = images.shape
    rows = -(-n // columns)
    padded = np.zeros((rows * columns, height, width), images.dtype)
    padded[:n] = images
    tiles = padded.reshape(rows, columns, height, width).swapaxes(1, 2)
    ax.imshow(tiles.reshape(rows * height, columns * width), interpolation="nearest")
    ax.set_axis_off()


def draw_graph(
    ax: Axes,
    nodes: Mapping[str, tuple[float, float]],
    edges: Sequence[tuple[str, str]],
    *,
    dashed: Sequence[tuple[str, str]] = (),
    observed: Sequence[str] = (),
    plate: tuple[float, float, float, float, str] | None = None,
) -> None:
    """Draw a directed graphical model.

    nodes: label → centre; a circle each. edges: arrows of the model; dashed: arrows that are not
    part of it. observed: labels of shaded nodes. plate: (x, y, width, height, label) of the box
    around what is repeated.
    """
    for label, centre in nodes.items():
        fill = INK + "44" if label in observed else "none"
        ax.add_patch(plt.Circle(centre, 0.3, fc=fill, ec=INK, lw=1.5))
        ax.annotate(label, centre, ha="center", va="center", fontsize=13)
    for pairs, style, colour, bend in [(edges, "-", INK, 0.0), (dashed, "--", VERMILION, -0.45)]:
        for start, end in pairs:
            arrow = {"arrowstyle": "-|>", "ls": style, "color": colour, "lw": 1.5}
            arrow |= {"connectionstyle": f"arc3,rad={bend}", "shrinkA": 20, "shrinkB": 20}
            ax.annotate("", nodes[end], nodes[start], arrowprops=arrow)
    if plate:
        x, y, width, height, label = plate
        box = FancyBboxPatch((x, y), width, height, boxstyle="round,pad=0.02", fc="none", ec=INK)
        ax.add_patch(box)
        ax.text(x + width - 0.05, y + 0.05, label, ha="right", va="bottom")
    ax.set_aspect("equal")
    ax.autoscale_view()
    ax.set_axis_off()
