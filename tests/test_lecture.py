"""The page that lists the lecture's slides: all are there, and each has its place in the book."""

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[1] / "chapters" / "lecture.md").read_text()
# The titles of the slides in the lecture's order, those that follow one another named once.
SLIDES = [
    "Recap: VAEs", "Training VAEs", "AutoEncoders", "VAE v.s. AE",
    "Generative Adversarial Networks", "The GAN Model", "Training GANs: the game",
    "Theory of GANs", "Training GANs: Algorithm 1", "Training GANs: what is it then?",
    "GANs v.s. VAEs", "Implication of the KL divergence", "Learning Tasks", "RL Setup",
    "Differences from Supervised Learning", "RL Example - gridworld",
]  # fmt: skip
ENTRIES = re.findall(r"^(?!#)(\S.*)\n: (.+)$", PAGE, re.MULTILINE)


def test_every_slide_is_listed_in_order():
    assert re.findall("^## (.+)$", PAGE, re.MULTILINE) == SLIDES
    parts = PAGE.split("\n## ")[1:]
    assert all("\n: " in part for part in parts)


def test_every_line_is_a_heading_or_an_entry():
    _, *lines = PAGE[PAGE.index("## ") :].splitlines()
    rest = [line for line in lines if line and not line.startswith(("## ", ": "))]
    assert rest == [question for question, _ in ENTRIES]


@pytest.mark.parametrize("question, answer", ENTRIES, ids=[question for question, _ in ENTRIES])
def test_an_entry_answers_and_leads_to_its_place(question, answer):
    places = re.findall(r"\[[^]]*\]\(([^)]+)\)", answer)
    assert any(re.match(r"0\d_\w+\.ipynb#|errata\.md", place) for place in places)
    assert len(re.split(r"\[[^]]*\]\(", answer)[0].split()) >= 5
