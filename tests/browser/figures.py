"""Whether figures stay legible in the light and in the dark, from their pixels on the page.

The *contrast at* a pixel is that of the brightest to the darkest of the 5 × 5 pixels around it, by
the relative luminances of WCAG 2. A *mark* is a connected set of pixels with a contrast of at least
`CLEAR` in one theme: a letter, an axis, a curve. It is lost in the other theme where the contrast
is below `LEGIBLE` at more than half of its pixels. No solid colour escapes: the contrasts of one
colour to white and to the dark page multiply to the contrast of these two, about 18, so that less
than 3 in one theme is more than 6 in the other. What is between is left to antialiasing.

Pictures in a figure (digits, maps) are opaque, so the same in both themes: they and their edges are
left out. An opaque area of one colour has to stand out from the page itself.
"""

import io

import numpy as np
from PIL import Image
from scipy import ndimage

from browser.visit import set_theme

CLEAR, LEGIBLE = 4.5, 3.0
AREA = 15  # pixels; opaque and as wide, it is no stroke
EDGE = 7  # pixels across, around the edge of an opaque area
SMALLEST = 12  # pixels of a mark: a full stop has more


_LEVELS = np.arange(256) / 255
_LINEAR = np.where(_LEVELS <= 0.04045, _LEVELS / 12.92, ((_LEVELS + 0.055) / 1.055) ** 2.4)
_WEIGHTS = np.array([0.2126, 0.7152, 0.0722], np.float32)


def luminance(colours):
    """Relative luminance (...) of colours (..., 3) of 0–255, as WCAG 2 has it."""
    return _LINEAR.astype(np.float32)[np.asarray(colours, np.uint8)] @ _WEIGHTS


def contrast(a, b):
    """Contrast of two pictures' pixels (rows, columns), from 1 to 21."""
    a, b = luminance(a), luminance(b)
    return (np.maximum(a, b) + 0.05) / (np.minimum(a, b) + 0.05)


def contrast_at(picture):
    """The contrast at each pixel (rows, columns)."""
    shown = luminance(picture)
    high, low = ndimage.maximum_filter(shown, 5), ndimage.minimum_filter(shown, 5)
    return (high + 0.05) / (low + 0.05)


def ground(picture):
    """The colour that most pixels of the edge have."""
    edge = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    colours, counts = np.unique(edge, axis=0, return_counts=True)
    return colours[counts.argmax()]


def lost(light, dark):
    """What is legible in one of two themes only: (rows, columns, 3) each, as shown on the page."""
    pictures = {"light": light, "dark": dark}
    at = {theme: contrast_at(picture) for theme, picture in pictures.items()}
    same = (np.abs(light.astype(int) - dark) <= 2).all(axis=-1)
    opaque = _dilated(_eroded(same, AREA), AREA)
    inside, near = _eroded(opaque, EDGE), _dilated(opaque, EDGE)
    problems = []
    for where, area in _parts(opaque):
        if (at["light"][where][area & inside[where]] >= LEGIBLE).any():
            continue  # a picture
        colour = np.median(light[where][area], axis=0)
        for theme, picture in pictures.items():
            ratio = contrast(colour, ground(picture))
            if ratio < LEGIBLE:
                problems.append(
                    f"an area of contrast {ratio:.1f} in the {theme} theme, {_name(where)}"
                )
    for theme, other in [("light", "dark"), ("dark", "light")]:
        for where, mark in _parts((at[other] >= CLEAR) & ~near):
            if mark.sum() >= SMALLEST and np.median(at[theme][where][mark]) < LEGIBLE:
                problems.append(f"a mark is lost in the {theme} theme, {_name(where)}")
    if max(at["light"].max(), at["dark"].max()) < LEGIBLE:
        problems.append("nothing stands out in either theme")
    return problems


def _eroded(mask, size):
    """Where a square of an odd size lies within a mask, faster than by `binary_erosion`."""
    return ndimage.minimum_filter(mask, size, mode="constant", cval=0)


def _dilated(mask, size):
    """Where a square of an odd size meets a mask."""
    return ndimage.maximum_filter(mask, size, mode="constant", cval=0)


def _parts(mask):
    """The connected parts of a mask: (slices of the box around it, the part in that box)."""
    labels, _ = ndimage.label(mask, np.ones((3, 3)))
    return [
        (where, labels[where] == label)
        for label, where in enumerate(ndimage.find_objects(labels), start=1)
    ]


def _name(where):
    rows, columns = where
    return f"columns {columns.start}–{columns.stop}, rows {rows.start}–{rows.stop}"


# A picture of a long page takes long. What encloses figures stays, it is what they stand on.
ALONE = """() => {
  for (const e of document.querySelectorAll("main :not(img, style, :has(img, style))")) e.remove();
}"""

BOXES = """() => [...document.querySelectorAll("main img")]
  .filter((image) => image.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .map((image) => {
    const box = image.getBoundingClientRect(), scale = devicePixelRatio;
    const [left, top] = [box.left + scrollX, box.top + scrollY];
    const edges = [top, box.bottom + scrollY, left, box.right + scrollX];
    return [image.src.split("/").at(-1), edges.map((edge) => Math.round(edge * scale))];
  })"""


def shown(page):
    """Every figure of a page as it is shown now: its file → (rows, columns, 3)."""
    png = page.screenshot(full_page=True, animations="disabled")
    picture = np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))
    return {
        name: picture[top:bottom, left:right]
        for name, (top, bottom, left, right) in page.evaluate(BOXES)
    }


def legible(page):
    """What is lost of each figure of a page, shown in both themes. Leaves only figures on it."""
    page.evaluate(ALONE)
    pictures = {}
    for theme in ("dark", "light"):
        set_theme(page, theme)
        pictures[theme] = shown(page)
    return [
        f"{name}: {problem}"
        for name, light in pictures["light"].items()
        for problem in lost(light, pictures["dark"][name])
    ]
