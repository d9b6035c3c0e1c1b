"""Wrong answers: edits of the right one, each with what it must be given.

A homework's `wrong.py` holds its WRONG, a dictionary: question → its wrong answers.
"""

import runpy
from pathlib import Path
from typing import NamedTuple


class WrongAnswer(NamedTuple):
    """A fault in the answer to a question.

    fault: in words, the misconception that it stands for.
    edits: fragments of the right answer, each of which occurs in it once → their replacements.
    score: the points that are left.
    messages: for each check that fails, some words of what it says.
    """

    fault: str
    edits: dict[str, str]
    score: float
    messages: dict[str, str]

    def apply(self, solution: str) -> str:
        """The right answer with the fault in it."""
        for original, replacement in self.edits.items():
            solution = replace_once(solution, original, replacement, self.fault)
        return solution


def replace_once(source: str, original: str, replacement: str, fault: str) -> str:
    """The source with a fragment replaced. Raises ValueError unless that occurs once."""
    count = source.count(original)
    if count != 1:
        raise ValueError(
            f"the fragment of '{fault}' must occur once, but occurs {count} times:\n{original}"
        )
    return source.replace(original, replacement)


def load(folder: Path) -> dict[str, list[WrongAnswer]]:
    """The wrong answers of the homework in a folder: question → its wrong answers."""
    return runpy.run_path(str(folder / "wrong.py"))["WRONG"]
