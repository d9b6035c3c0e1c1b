"""Where one came from is thought to matter."""

QUESTION = "design"
MARKS = 4
MESSAGES = {
    "design_no_slip": "depend on where one came from",
}


design = {
    "a": (0.3, 0.0, -0.1),
    "b": (0.2, 0.05, -2.0),
    "c": (1.0, 0.2, -1.0),
    "d": (1.0, 0.0, -3.0001),
    "e": (0.5, 0.05, -0.1),
}
