"""The questions of the self-test as its source has them, read without the directive."""

import re
from pathlib import Path
from typing import NamedTuple

SOURCE = (Path(__file__).parents[1] / "chapters" / "self_test.md").read_text()


class Question(NamedTuple):
    """A question, its options in their order, and the places of those that are marked right."""

    name: str
    stem: str
    options: list[str]
    right: list[int]


def read(block: str) -> Question:
    """A question from what stands between its colons."""
    name, rest = block.split("\n", 1)
    stem = rest.split("\n\n")[1]
    marked = re.findall(r"^- \[([ x])\] (.*)$", rest, flags=re.MULTILINE)
    right = [place for place, (mark, _) in enumerate(marked) if mark == "x"]
    return Question(name.strip(), stem, [text for _, text in marked], right)


QUESTIONS = [
    read(block) for block in re.findall(r"^:::\{question\}(.*?)^:::$", SOURCE, re.DOTALL | re.M)
]
NAMED = {question.name: question for question in QUESTIONS}
