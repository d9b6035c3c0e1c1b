"""Which changes of small glyphs, and which moves of marks, a picture shows."""

import base64
import io

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

from nbclaims.verifier import picture


def png(figure, dpi):
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=dpi)
    return base64.b64encode(file.getvalue()).decode()


def label(text, points, dpi):
    figure = Figure(figsize=(1.2, 0.6))
    figure.text(0.3, 0.4, text, fontsize=points)
    return png(figure, dpi)


def labels(points, dpi, pairs):
    """How many of some pairs of labels are told apart."""
    found = [(label(a, points, dpi), label(b, points, dpi)) for a, b in pairs]
    return sum(bool(picture.difference(a, b, pixels=4)) for a, b in found)


PAIRS = [(f".{a}1", f".{b}1") for a, b in ["68", "38", "56", "17", "08", "35", "89", "23", "96"]]


@pytest.mark.parametrize(
    "points, dpi, told",
    [(6, 100, 8), (6, 150, 9), (7, 100, 8), (8, 72, 7), (8, 100, 9), (10, 72, 9), (12, 150, 9)],
)
def test_labels_that_differ_in_a_digit_are_told_apart(points, dpi, told):
    assert labels(points, dpi, PAIRS) >= told


def scene(kind, seed, move, dpi):
    """A figure of some kind whose data are moved by a share of their size."""
    data, other = np.random.default_rng(seed), np.random.default_rng(seed + 1000)

    def moved(values):
        return values + move * other.normal(size=np.shape(values))

    figure = Figure(figsize=(4, 3))
    axes, x = figure.subplots(), np.linspace(0, 1, 40)
    if kind == "markers on a curve":
        y = np.sin(5 * x + data.uniform())
        axes.plot(x, moved(y))
        axes.plot(x, moved(y), "o", markersize=data.uniform(2, 8))
    elif kind == "labels":
        for place in data.uniform(size=(25, 2)):
            axes.text(*moved(place), f"{data.uniform():.2f}", fontsize=data.uniform(6, 11))
    elif kind == "bars":
        axes.bar(range(8), moved(data.uniform(size=8)))
        axes.axhline(moved(data.uniform()), color="k")
    else:
        points = moved(data.normal(size=(200, 2)))
        axes.scatter(*points.T, s=data.uniform(5, 40), alpha=0.5)
    return png(figure, dpi)


@pytest.mark.parametrize("kind", ["markers on a curve", "points", "labels", "bars"])
@pytest.mark.parametrize("seed", range(3))
def test_rounding_moves_no_mark_visibly(kind, seed):
    dpi = (72, 100, 150)[seed]
    a, b = (scene(kind, seed, move, dpi) for move in (0, 1e-5))
    assert picture.difference(a, b, pixels=4) == ""


@pytest.mark.parametrize("shift", [(0, 1), (1, 0), (-1, 1)])
def test_a_label_that_moves_by_a_pixel_is_the_same(shift):
    shown = picture.decode(label(".61", 8, 100))
    there = np.roll(shown, shift, axis=(0, 1))
    assert picture.count_without_origin(shown, there) == 0
    assert picture.count_differing(shown, there) == 0


def test_the_measured_pictures_are_those_of_this_matplotlib():
    assert mpl.__version__.startswith(("3.10.", "3.11.")), "measure again: verifier/picture.py"
