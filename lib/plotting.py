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
from matplotlib.colors import Normalize
from matplotlib.patches import FancyArrow, FancyBboxPatch, Rectangle

INK = "#757b84"
BLUE, VERMILION, GREEN, PURPLE, OCHRE = "#0072b2", "#d55e00", "#009e73", "#b8649a", "#a97c00"


def set_style() -> None:
    """Set matplotlib's defaults to the book's."""
    plt.rcParams.update(
        {
            "figure.figsize": (6.4, 3.4),
            "figure.dpi": 156,
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
    computed: Sequence[str] = (),
    plate: tuple[float, float, float, float, str] | None = None,
) -> None:
    """Draw a directed graphical model.

    nodes: label → centre; a circle each. edges: arrows of the model; dashed: arrows that are not
    part of it. observed: labels of shaded nodes. computed: labels of nodes that are a function of
    what leads to them, squares instead of circles. plate: (x, y, width, height, label) of the box
    around what is repeated.
    """
    for label, centre in nodes.items():
        fill = INK + "44" if label in observed else "none"
        square = Rectangle(np.subtract(centre, 0.28), 0.56, 0.56, fc=fill, ec=INK, lw=1.5)
        circle = plt.Circle(centre, 0.3, fc=fill, ec=INK, lw=1.5)
        ax.add_patch(square if label in computed else circle)
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


def draw_gridworld(
    ax: Axes,
    index,
    exit_reward,
    *,
    v=None,
    actions=None,
    limits: tuple[float, float] | None = None,
    digits: int = 2,
) -> None:
    """Draw a gridworld: walls hatched, exits framed and labelled with their reward.

    index: (rows, columns), the state of each square, −1 for a wall. exit_reward: (S,), nan where
    there is no exit. v: (S,) values, written out, larger ones on a lighter ground. actions: bool
    (S, 4), up, down, left, right; every true one is drawn, except in exits. limits: the values of
    the darkest and the lightest ground; those of v when left out.
    """
    index, exit_reward = np.asarray(index), np.asarray(exit_reward)
    rows, columns = index.shape
    ax.set(xlim=(-0.04, columns + 0.04), ylim=(rows + 0.04, -0.04), aspect="equal")
    ax.set_axis_off()
    box = ax.get_window_extent().transformed(ax.figure.dpi_scale_trans.inverted())
    points = 72 * min(box.width / columns, box.height / rows)  # the side of a square
    if v is not None:
        open_states = np.isnan(exit_reward)
        scale = Normalize(*(limits or (np.min(v[open_states]), np.max(v[open_states]))), clip=True)
    for (row, column), state in np.ndenumerate(index):
        is_exit = state >= 0 and not np.isnan(exit_reward[state])
        fill, ink = "none", INK
        if v is not None and state >= 0 and not is_exit:
            fill = plt.get_cmap("cividis")(scale(v[state]))
            ink = "black" if np.dot(fill[:3], (0.2126, 0.7152, 0.0722)) > 0.4 else "white"
        square = Rectangle((column, row), 1, 1, fc=fill, ec=INK, lw=0.8)
        if state < 0:
            square.set(hatch="////", lw=0.8)
        ax.add_patch(square)
        centre = np.array([column + 0.5, row + 0.5])
        if is_exit:
            colour = BLUE if exit_reward[state] > 0 else VERMILION
            ax.add_patch(Rectangle(centre - 0.42, 0.84, 0.84, fc="none", ec=colour, lw=points / 20))
            label = f"{exit_reward[state]:+g}".replace("-", "−")
            ax.text(*centre, label, ha="center", va="center", color=colour, size=points / 3.2)
            continue
        if v is not None and state >= 0:
            label = f"{v[state]:.{digits}f}".replace("-", "−")
            ax.text(*centre, label, ha="center", va="center", color=ink, size=points / 5)
        if actions is not None and state >= 0:
            start = 0.06 if v is None else 0.34  # with values, the head alone
            for move in np.array([(0, -1), (0, 1), (-1, 0), (1, 0)])[np.asarray(actions[state])]:
                ax.add_patch(
                    FancyArrow(
                        *(centre + start * move),
                        *((0.46 - start) * move),
                        width=0.05,
                        head_width=0.2,
                        head_length=0.12,
                        length_includes_head=True,
                        fc=ink,
                        ec="none",
                    )
                )
