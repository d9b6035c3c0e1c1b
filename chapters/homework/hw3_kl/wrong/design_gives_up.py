"""What was not found at once is called impossible."""

QUESTION = "design"
MARKS = 3
MESSAGES = {
    "design_broad_is_best": "b is possible",
    "design_reverse_is_larger": "d is possible",
    "design_narrower_than_the_heavier": "f is possible",
}


design = {
    "a": (0.5, 5.0, 1.0),
    "b": "impossible",
    "c": "impossible",
    "d": "impossible",
    "e": "impossible",
    "f": "impossible",
}
# design = {"a": (w, d, s), "b": "impossible", …}
