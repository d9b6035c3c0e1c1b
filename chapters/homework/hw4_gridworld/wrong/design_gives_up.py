"""What was not found at once is called impossible."""

QUESTION = "design"
MARKS = 4
MESSAGES = {
    "design_near_top": "b is possible",
    "design_slip": "e is possible",
}


design = {
    "a": (0.3, 0.0, -0.1),
    "b": "impossible",
    "c": (1.0, 0.2, -1.0),
    "d": "impossible",
    "e": "impossible",
}
