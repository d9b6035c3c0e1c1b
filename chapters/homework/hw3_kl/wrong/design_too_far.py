"""The further apart, the better."""

QUESTION = "design"
MARKS = 3
MESSAGES = {
    "design_gap": "a: at the fit",
    "design_broad_is_best": "b: of 3 local minima the best has",
    "design_reverse_is_larger": "d: the smallest reverse KL is",
}


design = {
    "a": (0.95, 1.0, 1.0),
    "b": (0.5, 5.0, 1.0),
    "c": "impossible",
    "d": (0.5, 6.0, 1.0),
    "e": "impossible",
    "f": (0.3, 0.0, 2.0),
}
# design = {"a": (w, d, s), "b": "impossible", …}
