"""Questions: what the directive makes of them, what it refuses, and the page that holds them all.

That the right answers are right is in test_self_test_facts.py; keys and screen readers are in
test_accessibility.py.
"""

import io
import re
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from questions import QUESTIONS, SOURCE, Question
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from book_ext import mathematics, spoken

PAGE = Path(__file__).parents[1] / "_build" / "html" / "chapters" / "self_test.html"

GOOD = """
:::{question} sky
:see: {ref}`why <here>`

What is the *sky*?

- [ ] Green.

  Grass is.

  - Not in winter.

- [x] Blue.

  Look up.
:::
"""
SEVERAL = GOOD.replace("- [ ] Green.", "- [x] Grey.\n\n  At times.\n\n- [ ] Green.")
REFUSED = {
    "no option is right": GOOD.replace("[x]", "[ ]"),
    "no option is wrong": GOOD.replace("[ ]", "[x]"),
    "no explanation of 'Blue.'": GOOD.replace("  Look up.\n", ""),
    "it needs two options at least": GOOD[: GOOD.index("- [ ]")] + GOOD[GOOD.index("- [x]") :],
    "the same option twice: 'Green.'": GOOD.replace("Blue", "Green"),
    "[x] or [ ] must come before 'Blue.'": GOOD.replace("[x] ", ""),
    "it must be one paragraph and one list": GOOD.replace("What is the *sky*?", ""),
    "':see:' must link to what proves the answer": GOOD.replace("{ref}`why <here>`", "above"),
    "the name is taken": GOOD + GOOD,
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Source → (the page as it is built, the warnings of the build)."""

    def build(source):
        folder = tmp_path_factory.mktemp("book")
        (folder / "index.md").write_text(f"(here)=\n# Title\n{source}")
        warnings = io.StringIO()
        with patch_docutils(folder), docutils_namespace():
            settings = {
                "extensions": ["myst_parser", "book_ext.self_test"],
                "myst_enable_extensions": ["colon_fence"],
            }
            app = Sphinx(
                folder, None, folder / "html", folder / "trees", "html", settings, None, warnings
            )
            app.build()
        page = (folder / "html" / "index.html").read_text()
        return BeautifulSoup(page, "html.parser"), warnings.getvalue()

    return build


def test_a_question_is_a_named_group_of_named_buttons(built):
    page, warnings = built(GOOD)
    assert warnings == ""
    (group,) = page.select("fieldset.question")
    assert group["id"] == "sky"
    assert group.legend.decode_contents() == "1. What is the <em>sky</em>?"
    buttons = group.select("input")
    assert [(b["type"], b["name"], b["id"]) for b in buttons] == [
        ("radio", "sky", "sky-a"),
        ("radio", "sky", "sky-b"),
    ]
    assert [group.find("label", attrs={"for": b["id"]}).get_text() for b in buttons] == [
        "Green.",
        "Blue.",
    ]


def test_an_explanation_begins_with_the_verdict_and_ends_with_a_link(built):
    page, _ = built(GOOD)
    wrong, right = page.select(".option > [aria-live=polite] > .explanation")
    assert wrong.p.get_text() == "✗ Wrong. Grass is."
    assert right.p.get_text() == "✓ Right. Look up."
    assert wrong.li.get_text() == "Not in winter."
    assert [each["class"] for each in (wrong, right)] == [
        ["wrong", "explanation"],
        ["right", "explanation"],
    ]
    assert [each.find_all("p")[-1].a["href"] for each in (wrong, right)] == ["#here", "#here"]


def test_no_explanation_is_the_description_of_its_button(built):
    page, _ = built(GOOD)  # it would be said before one chooses
    assert not page.select("[aria-describedby]")


def test_where_several_are_right_several_can_be_chosen(built):
    page, warnings = built(SEVERAL)
    assert warnings == ""
    assert {button["type"] for button in page.select("fieldset input")} == {"checkbox"}
    assert page.legend("em")[-1].get_text() == "Several answers are right."


def test_the_script_is_on_pages_with_questions_only(built):
    def scripts(source):
        return [tag for tag in built(source)[0]("script", src=True) if "self_test" in tag["src"]]

    assert len(scripts(GOOD)) == 1
    assert scripts("Text.") == []


@pytest.mark.parametrize("problem", REFUSED)
def test_a_question_that_would_leave_readers_helpless_is_refused(built, problem):
    _, warnings = built(REFUSED[problem])
    assert f"ERROR: question sky: {problem}" in warnings


@pytest.mark.parametrize(
    "latex, words",
    [
        ("R - K", "R minus K"),
        (r"\tfrac12 e^{-2}", "1 over 2, e to the power minus 2"),
        (r"\sigma_1^2", "sigma sub 1 squared"),
        (r"\frac{a + b}{c}", "open a plus b close over c"),
        (r"e^{-s} + 1", "e to the power minus s, plus 1"),
        (r"\KL(p \,\|\, q)", "KL open p double bar q close"),
        (r"\E_{p_g}[\log p_\text{data}]",
            "the expectation over p sub g open bracket log p sub data close bracket"),
        (r"V^*(s) = \max_a Q(s', a)",
            "V star open s close equals max over a Q open s prime, a close"),
        (r"z \sim \N(0, I)", "z is distributed as normal open 0, I close"),
        (r"\sqrt{x}", "the root of x"),
        ("r < 1", "r is less than 1"),
    ],
)  # fmt: skip
def test_a_formula_in_words(katex, latex, words):
    assert spoken.words(katex.render(latex, display=False)) == words


@pytest.fixture(scope="module")
def katex():
    katex = mathematics.Katex()
    yield katex
    katex.close()


@pytest.mark.parametrize(
    "latex, problem",
    [
        (r"\begin{pmatrix} 1 & 2 \end{pmatrix}", "<mt"),
        (r"a \le b", "'≤'"),
        (r"\epsilon", "'ϵ'"),
        (r"\text{a---b}", "'a—b'"),
    ],
)
def test_what_has_no_words_is_an_error(katex, latex, problem):
    with pytest.raises(ValueError, match=f"no words for {problem}"):
        spoken.words(katex.render(latex, display=False))


# The page ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def groups():
    """The questions of the built page, by name."""
    page = BeautifulSoup(PAGE.read_text(), "html.parser")
    return {group["id"]: group for group in page.select("fieldset.question")}


def single() -> list[Question]:
    return [question for question in QUESTIONS if len(question.right) == 1]


def test_the_page_has_the_questions_of_the_source(groups):
    assert list(groups) == [question.name for question in QUESTIONS]


def test_every_chapter_has_its_share_of_questions():
    sections = re.split(r"^## ", SOURCE, flags=re.MULTILINE)[1:]
    counts = [len(re.findall(r"\{question\}", section)) for section in sections]
    assert len(counts) == 7
    assert 4 <= min(counts) <= max(counts) <= 10


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_option_is_explained_and_the_marked_ones_are_right(groups, question):
    options = groups[question.name].select(".option")
    said = [option.select_one(".explanation").p.get_text() for option in options]
    verdicts = ["✓ Right. " if i in question.right else "✗ Wrong. " for i in range(len(options))]
    assert len(options) == len(question.options)
    for text, verdict in zip(said, verdicts, strict=True):
        assert text.startswith(verdict)
        assert len(text.split()) > 5, text


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_explanation_links_into_the_book(groups, question):
    for option in groups[question.name].select(".option"):
        links = option.select(".see a.internal[href]")
        assert links
        assert any(re.match(r"0[1-7]_\w+\.html#.", link["href"]) for link in links), links


def test_right_answers_stand_in_no_place_more_often_than_in_others():
    four = [question for question in single() if len(question.options) == 4]
    counts = Counter(question.right[0] for question in four)
    assert len(four) == len(single())
    assert max(counts.values()) - min(counts[place] for place in range(4)) <= 1
    runs = [len(list(run)) for _, run in groupby(question.right[0] for question in single())]
    assert max(runs) <= 2


def test_right_answers_are_neither_the_longest_nor_the_shortest(groups):
    """Of four options each is the longest in a quarter of the cases; a third is not exceeded."""
    longest = shortest = 0
    for question in single():
        labels = groups[question.name].select(".option > label")
        lengths = [len(visible(label)) for label in labels]
        own = lengths.pop(question.right[0])
        longest += own > max(lengths)
        shortest += own < min(lengths)
    assert longest <= len(single()) / 3
    assert shortest <= len(single()) / 3


def visible(label) -> str:
    """What is seen of a label: of formulas what is drawn, not what is said."""
    copy = BeautifulSoup(str(label), "html.parser")
    for hidden in copy.select(".katex-mathml"):
        hidden.decompose()
    return copy.get_text()


def test_every_button_has_a_name_that_is_no_latex(groups):
    for group in groups.values():
        for formula in group.select("legend .math, label .math"):
            assert re.fullmatch(r"[\w., ]+", formula["aria-label"]), formula["aria-label"]
