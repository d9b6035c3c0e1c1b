"""Equal weights in the last wish, and a spread that would do for one of the components."""

QUESTION = "design"
MARKS = 5
MESSAGES = {
    "design_narrower_than_the_heavier": "neither component is heavier",
}


design = {
    "a": (0.5, 5.0, 1.0),
    "b": (0.5, 2.55, 1.0),
    "c": "impossible",
    "d": (0.5, 3.0, 1.0),
    "e": "impossible",
    "f": (0.5, 0.0, 0.5),
}
# design = {"a": (w, d, s), "b": "impossible", …}
