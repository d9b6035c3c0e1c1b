"""Falsified small numbers, sets, colours, displays and errors."""

from sabotage.edits import metadata, source, swap

KINDS = {
    "a small number": (swap(0, "6.63e-34", "1.05e-34"), "Cell 0", "float"),
    "a small number near zero": (swap(0, "-3.2e-10", "8.7e-09"), "Cell 0", "float"),
    "a large rounding error": (swap(1, "e-17", "e-07"), "Cell 1", "float"),
    "an element of a set": (swap(2, "mode 3", "mode 7"), "Cell 2", "integer"),
    "a number with a colour": (swap(3, "0.693147", "0.693247"), "Cell 3", "float"),
    "another colour": (swap(3, "[31m", "[32m"), "Cell 3", "text"),
    "what was cleared": (swap(4, "step 2", "step 1\\nstep 2"), "Cell 4", "integer"),
    "what was updated": (swap(5, "end 2", "begin"), "Cell 5", "word"),
    "an earlier display updated": (
        source(7, "print(", "shown.update(1)\nprint("),
        "Cell 7",
        "earlier-display",
    ),
    "the type of an error": (swap(6, "ValueError", "TypeError"), "Cell 6", "outputs"),
    "the message of an error": (swap(6, "got 0.5", "got 1.5"), "Cell 6", "float"),
    "an error that does not come": (source(6, "raise V", "V"), "Cell 6", "outputs"),
    "an error whose tag is lost": (metadata(6, tags=None), "form", "error"),
}
