"""What is not proved is tried."""

QUESTION = "design"
MARKS = 4
MESSAGES = {
    "design_bad_reverse": "a component of p",
    "design_narrow": "the narrowest local minimum has",
}


design = {
    "a": (0.5, 5.0, 1.0),
    "b": (0.5, 2.55, 1.0),
    "c": (0.5, 6.0, 1.0),
    "d": (0.5, 3.0, 1.0),
    "e": (0.3, 0.0, 2.0),
    "f": (0.3, 0.0, 2.0),
}
# design = {"a": (w, d, s), "b": "impossible", …}
