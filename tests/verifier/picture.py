"""Compares two figures as pictures: blind to antialiasing, not to a changed curve.

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

Hence the default limit of 4 pixels (`rules.Rule.pixels`). Text drawn by another FreeType, or with
other hinting, differs by hundreds, and matplotlib 3.10 and 3.11 even give other picture sizes:
fonts and FreeType come inside matplotlib, which is pinned; a new one means refreshed figures.
"""

import base64
import binascii
import io
from functools import reduce

import numpy as np
from PIL import Image

LEVELS = 8  # of 255; neighbouring colours of a 256-colour map differ by at most 3


def decode(data: str) -> np.ndarray:
    """A base64 picture as red, green, blue, alpha (rows, columns, 4), colours times alpha.

    Figures have transparent backgrounds: multiplied by alpha, invisible colours are all equal.
    """
    picture = Image.open(io.BytesIO(base64.b64decode(data)))
    return np.asarray(picture.convert("RGBA").convert("RGBa"))


def count_differing(a: np.ndarray, b: np.ndarray) -> int:
    """How many pixels differ, of either picture from the other; both of one shape."""
    differs = np.zeros(a.shape[:2], bool)
    for picture, other in ((a, b), (b, a)):
        rows, columns = other.shape[:2]
        padded = np.pad(other, ((1, 1), (1, 1), (0, 0)), mode="edge").astype(np.int16)
        shifted = [padded[r : r + rows, c : c + columns] for r in range(3) for c in range(3)]
        low, high = reduce(np.minimum, shifted), reduce(np.maximum, shifted)
        differs |= ((picture < low - LEVELS) | (picture > high + LEVELS)).any(axis=-1)
    return int(differs.sum())


def difference(stored: str, fresh: str, pixels: int) -> str:
    """How two base64 pictures differ, in words; empty when at most `pixels` pixels do."""
    if stored.strip() == fresh.strip():
        return ""
    try:
        a, b = decode(stored), decode(fresh)
    except (OSError, binascii.Error) as error:
        return f"a picture cannot be read: {error}"
    if np.abs(np.subtract(a.shape, b.shape)).max() > 1:
        return f"the picture had {_size(a)} pixels and now has {_size(b)}"
    rows, columns = np.minimum(a.shape, b.shape)[:2]
    count = count_differing(a[:rows, :columns], b[:rows, :columns])
    return f"{count} pixels differ, {pixels} may" if count > pixels else ""


def _size(picture: np.ndarray) -> str:
    return f"{picture.shape[1]} × {picture.shape[0]}"
