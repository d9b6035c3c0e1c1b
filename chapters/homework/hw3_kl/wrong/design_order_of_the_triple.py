"""The distance comes first."""

QUESTION = "design"
MARKS = 2
MESSAGES = {
    "design_form": "out of its range",
    "design_gap": "out of its range",
    "design_broad_is_best": "out of its range",
    "design_reverse_is_larger": "out of its range",
    "design_narrower_than_the_heavier": "f: the best reverse fit",
}


design = {
    "a": (5.0, 0.5, 1.0),
    "b": (2.55, 0.5, 1.0),
    "c": "impossible",
    "d": (3.0, 0.5, 1.0),
    "e": "impossible",
    "f": (0.9, 5.0, 1.0),
}
# design = {"a": (w, d, s), "b": "impossible", …}
