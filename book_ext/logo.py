"""The book's mark, drawn by the book: a bound that touches what it bounds, at one point.

The curve is −KL(N(0, c²) ‖ N(0, 1)) against log c, the ELBO's loss when q is too narrow or too
wide: the first figure of chapter 1.
"""

from pathlib import Path

import matplotlib

matplotlib.use("agg")  # a build has no screen
import matplotlib.pyplot as plt
import numpy as np

ACCENT, ACCENT_ON_DARK, INK, INK_ON_DARK = "#0b6a75", "#6fc3cc", "#3c434d", "#c3c9d1"
SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" {attributes}>
{style}<path class="logo-curve" d="{curve}"/>
<path class="logo-line" d="M2 6.5H30" fill="none" stroke-width="2.5" stroke-linecap="round"/>
</svg>
"""
STYLE = f"""\
<style>
.logo-curve {{ fill: {ACCENT} }} .logo-line {{ stroke: {INK} }}
@media (prefers-color-scheme: dark) {{
  .logo-curve {{ fill: {ACCENT_ON_DARK} }} .logo-line {{ stroke: {INK_ON_DARK} }}
}}
</style>
"""


def curve(n: int = 41) -> tuple[np.ndarray, np.ndarray]:
    """n points (x, y) of the curve: x in [0, 1] from left to right, y from its top, 0, down to −1.

    y ∝ −½ (c² − 1 − log c²), and log c runs over the interval at whose ends y = −1.
    """
    log_c = np.linspace(-2.2, 0.9155, n)
    loss = (np.expm1(2 * log_c) - 2 * log_c) / 2
    return np.linspace(0, 1, n), -loss / loss.max()


def svg(*, page: bool) -> str:
    """The mark as SVG: within a page, whose style sheet colours it, or as a file of its own."""
    x, y = curve()
    points = " ".join(f"{2 + 28 * a:.4g} {8.5 - 21 * b:.4g}" for a, b in zip(x, y, strict=True))
    attributes = 'class="logo" width="32" height="32" aria-hidden="true"'
    return SVG.format(
        attributes=attributes if page else "",
        style="" if page else STYLE,
        curve=f"M{points} L30 30 2 30Z",
    )


def png(path: Path, size: int, *, ground: str = "none"):
    """The mark as a square picture of so many pixels."""
    x, y = curve()
    figure = plt.figure(figsize=(1, 1), dpi=size, facecolor=ground)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 32), ylim=(32, 0))
    axes.set_axis_off()
    axes.fill_between(2 + 28 * x, 8.5 - 21 * y, 30, color=ACCENT, lw=0)
    axes.plot([3, 29], [6.5, 6.5], color=INK, lw=2.5 * 72 / 32, solid_capstyle="round")
    figure.savefig(path)
    plt.close(figure)
