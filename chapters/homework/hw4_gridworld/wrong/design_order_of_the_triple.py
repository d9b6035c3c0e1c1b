"""The slip comes first, the discount second."""

QUESTION = "design"
MARKS = 3
MESSAGES = {
    "design_form": "out of its range",
    "design_near_bottom": "a: in your world",
    "design_far_top": "c asks for gamma = 1",
    "design_slip": "e: in your world",
}


design = {
    "a": (0.0, 0.3, -0.1),
    "b": (0.05, 0.2, -2.0),
    "c": (0.2, 1.0, -1.0),
    "d": "impossible",
    "e": (0.05, 0.5, -0.1),
}
