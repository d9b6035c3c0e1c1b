"""Compares two figures as pictures: blind to antialiasing, not to a changed curve or digit.

A pixel *differs* when its colour lies outside the range of colours that the other picture shows in
the 3 × 3 pixels around it, widened by `LEVELS`. So a mark may move by up to a pixel, in any
direction, and a colour map may round differently; anything else that moves, appears, vanishes or
changes colour leaves pixels that differ. Measured on line, scatter, heat-map and image figures at
72, 100 and 150 dpi, in pixels that differ:

  data moved by 1e-5 or 1e-4 of its size          0
  axes moved by 1 pixel, of equal picture size    0
  smallest sabotage: a marker of 2 points lost    9, 21, 45
  a marker of the default size lost              45, 89, 185
  a curve moved by 0.5 % of the axis             91, 414, 3188
  a curve moved by 1 % of the axis              919, 2817, 7717
  one heat-map cell changed by 5 % of the scale  484, 961, 2162

Hence the default limit of 4 pixels (`rules.Rule.pixels`). Digits are as small as that range: of 135
pairs of labels that differ in one digit, at 6 points and 72 dpi, 82 % pass. So, within each window
of `WINDOW` pixels a side, what changed by more than `INK` has to be the same ink moved by one pixel
at most, all of it in the same direction; what is not, *has no origin*, and the same limit holds for
it. The fewest pixels without origin among those pairs, and their tenth percentile:

  points    72 dpi    100 dpi    150 dpi
       6    0, 1      4, 6       11, 16
       7    1, 2      4, 11      21, 27
       8    2, 4      8, 11      22, 30
      10    4, 8      16, 26     more
      12    11, 16    22, 30     37, 48

Markers over curves, overlapping points, bars, labels, steps and heat maps whose data move by 1e-5
leave 2 at most, with 1e-4 up to 7 (as many as differ by the first rule). Labels smaller than that
are compared as texts, which Matplotlib knows (`startup/store_texts.py`).

Text drawn by another FreeType, or with other hinting, differs by hundreds, and matplotlib 3.10 and
3.11 even give other picture sizes: fonts and FreeType come inside matplotlib, so a book pins it; a
new one means refreshed figures.
"""

import base64
import binascii
import io
from functools import reduce
from itertools import product

import numpy as np
from PIL import Image

LEVELS = 8  # of 255; neighbouring colours of a 256-colour map differ by at most 3
INK = 64  # of 255; a curve that moves by a tenth of a pixel changes a colour by 26
WINDOW = 9  # pixels; a digit of 12 points at 72 dpi
SHIFTS = list(product((-1, 0, 1), repeat=2))


def decode(data: str) -> np.ndarray:
    """A base64 picture as red, green, blue, alpha (rows, columns, 4), colours times alpha.

    Figures have transparent backgrounds: multiplied by alpha, invisible colours are all equal.
    """
    picture = Image.open(io.BytesIO(base64.b64decode(data)))
    return np.asarray(picture.convert("RGBA").convert("RGBa")).astype(np.int16)


def shifted(picture: np.ndarray, shift: tuple[int, int]) -> np.ndarray:
    """A picture moved up and left by so many pixels (−1, 0 or 1); its edge goes on."""
    padded = np.pad(picture, ((1, 1), (1, 1), (0, 0)), mode="edge")
    (row, column), (rows, columns) = shift, picture.shape[:2]
    return padded[1 + row : 1 + row + rows, 1 + column : 1 + column + columns]


def count_differing(a: np.ndarray, b: np.ndarray) -> int:
    """How many pixels differ, of either picture from the other; both of one shape."""
    differs = np.zeros(a.shape[:2], bool)
    for picture, other in ((a, b), (b, a)):
        around = [shifted(other, shift) for shift in SHIFTS]
        low, high = reduce(np.minimum, around), reduce(np.maximum, around)
        differs |= ((picture < low - LEVELS) | (picture > high + LEVELS)).any(axis=-1)
    return int(differs.sum())


def count_without_origin(a: np.ndarray, b: np.ndarray) -> int:
    """The most pixels in a window that are without origin in the other picture, both ways."""
    changed = _far(a, b)
    fewest = None
    for row, column in SHIFTS if changed.any() else ():
        lost = (changed & _far(a, shifted(b, (row, column)))).astype(np.int32)
        lost += changed & _far(b, shifted(a, (-row, -column)))
        total = np.pad(lost, WINDOW // 2 + 1).cumsum(0).cumsum(1)
        rows = total[WINDOW:] - total[:-WINDOW]
        sums = rows[:, WINDOW:] - rows[:, :-WINDOW]
        fewest = sums if fewest is None else np.minimum(fewest, sums)
    return 0 if fewest is None else int(fewest.max())


def _far(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.abs(a - b).max(axis=-1) > INK


def difference(stored: str, fresh: str, pixels: int) -> str:
    """How two base64 pictures differ, with a code; empty when at most `pixels` pixels do."""
    if stored.strip() == fresh.strip():
        return ""
    try:
        a, b = decode(stored), decode(fresh)
    except (OSError, binascii.Error) as error:
        return f"[unreadable] a picture cannot be read: {error}"
    if np.abs(np.subtract(a.shape, b.shape)).max() > 1:
        return f"[size] the picture had {_size(a)} pixels and now has {_size(b)}"
    rows, columns = np.minimum(a.shape, b.shape)[:2]
    a, b = a[:rows, :columns], b[:rows, :columns]
    if (count := count_differing(a, b)) > pixels:
        return f"[pixels] {count} differ, {pixels} may"
    if (count := count_without_origin(a, b)) > pixels:
        return f"[glyphs] {count} pixels close together have no origin, {pixels} may"
    return ""


def _size(picture: np.ndarray) -> str:
    return f"{picture.shape[1]} × {picture.shape[0]}"
