"""Numbers in the text of a chapter come from its run: `{glue:text}`, not typed.

A number counts as a result when it has a decimal point, an exponent or a percent sign, or comes
before nats, bits, seconds or standard errors. Exempt are numbers in a formula (one that is more
than a number in dollars), in code, in an address, and those marked as {cited} or {constant}.
Captions follow the same rule; so does alt text, which can hold no role and so no such number.
"""

import json
import re
from pathlib import Path

import pytest
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

CHAPTERS = sorted((Path(__file__).parents[1] / "chapters").glob("*.ipynb"))
EXTENSIONS = {"amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath"}
MARKDOWN = create_md_parser(MdParserConfig(enable_extensions=EXTENSIONS), RendererHTML)

RESULT = re.compile(
    r"""\d+\.\d+ | (?<![\w.])\.\d+ | \d+e[+-]?\d+ | \d+\s*%
      | \d+\s+(?:nats?|bits|m?s|seconds?|per\ ?cent|standard\ errors?)\b""",
    re.VERBOSE,
)
ONLY_A_NUMBER = re.compile(r"(?:[\d.,\s+-]|\\(?:approx|sim|pm|%|,|;))+")
DIRECTIVE = re.compile(r"\{(?P<name>[\w:-]+)\}\s*(?P<title>.*)")
NOT_PROSE = {"math", "code", "code-block", "code-cell", "raw", "bibliography"}
OPTION = re.compile(r"^:[\w-]+:.*$", re.MULTILINE)


def typed(markdown):
    """The results that are typed in a piece of MyST."""
    found = []
    for token in MARKDOWN.parse(markdown):
        directive = DIRECTIVE.fullmatch(token.info.strip())
        if token.type == "inline":
            found += RESULT.findall("".join(map(prose, token.children)))
        elif token.type == "html_block":
            found += RESULT.findall(re.sub(r"<[^>]*>", "", token.content))
        elif directive and directive["name"] not in NOT_PROSE:
            found += typed(directive["title"]) + typed(OPTION.sub("", token.content))
    return found


def prose(token):
    """What a token adds to a line of text; `¤` stands for what does not count."""
    if token.type == "math_inline" and ONLY_A_NUMBER.fullmatch(token.content):
        return token.content.replace("\\%", "%")
    if token.type == "image":
        return token.content
    if token.type in {"softbreak", "hardbreak"}:
        return " "
    if token.type == "text":
        return token.content
    return "" if token.nesting or token.type == "html_inline" else "¤"


def texts(notebook):
    """The pieces of text in a notebook: Markdown cells, captions, alt texts."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            yield "".join(cell["source"])
        figure = cell["metadata"].get("mystnb", {})
        yield figure.get("figure", {}).get("caption", "")
        yield figure.get("image", {}).get("alt", "")


def place(text, number):
    """A number with what stands around it."""
    at = text.find(number.split()[0])
    return "... " + " ".join(text[max(0, at - 40) : at + 40].split()) + " ..."


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.name)
def test_numbers_in_the_text_come_from_the_run(path):
    pieces = texts(json.loads(path.read_text()))
    found = [place(text, number) for text in pieces for number in typed(text)]
    advice = "glue these from the run, or mark them as {cited} or {constant}:\n"
    assert not found, advice + "\n".join(found)


@pytest.mark.parametrize(
    "text, number",
    [
        ("The ELBO is -102.4 here.", "102.4"),
        ("It drops by .5 at once.", ".5"),
        ("an error of 1e-3", "1e-3"),
        ("It reaches 104 nats.", "104 nats"),
        ("It reaches **104** nats.", "104 nats"),
        ("It reaches 104\nnats.", "104 nats"),
        ("It reaches 104 nats.", "104 nats"),
        ("It reaches $104$ nats.", "104 nats"),
        (r"It costs $\approx 0.3$.", "0.3"),
        (r"It is $12\%$ off.", "12%"),
        ("95 % of them, or 12% of those", "95 %"),
        ("It took 3 seconds and 12 s.", "3 seconds"),
        ("within 2 standard errors", "2 standard errors"),
        ("## The 0.3 that is lost", "0.3"),
        ("| a | b |\n|---|---|\n| c | 0.3 |", "0.3"),
        ("- a\n  - 0.3 b", "0.3"),
        ("see [the 0.3](a.md)", "0.3"),
        ("![a curve at 0.3](a.png)", "0.3"),
        ("<p>It is <b>0.3</b>.</p>", "0.3"),
        ("It is <b>0.3</b>.", "0.3"),
        (":::{prf:theorem} About 0.3\n:label: a\nIt holds.\n:::", "0.3"),
        (":::{note}\nIt is 0.3.\n:::", "0.3"),
        ("````{solution} ex\n:class: dropdown\n\nIt is 0.3.\n\n```python\n1\n```\n````", "0.3"),
        ("`0.1` and 0.3 and {glue:text}`a:.2f`", "0.3"),
    ],
)
def test_a_typed_result_is_found(text, number):
    assert typed(text)[0].replace("\n", " ").replace("\N{NO-BREAK SPACE}", " ") == number


@pytest.mark.parametrize(
    "text",
    [
        "{glue:text}`nelbo:.1f` nats, {glue:text}`share:.0f` %",
        "{cited}`105.6` nats, at most {constant}`1 %`",
        "$\\sigma^2 = 0.3$ and\n\n$$\na = 0.3\n$$ (label)\n\nand $\\log 2$ nats",
        "\\begin{align}\na = 0.3\n\\end{align}",
        "`x = 0.3` and\n\n```python\nx = 0.3\n```",
        "````{solution} ex\n:class: dropdown\n\nRun it:\n\n```python\nx = 0.3\n```\n````",
        "```{math}\n:label: a\na = 0.3\n```",
        ":::{prf:theorem} Name\n:label: thm-0.3\nIt holds.\n:::",
        "[a page](https://host/1.2/3.4), {cite:t}`kingma2014`, {numref}`fig-1.2`",
        "784–500–20–500–784, 60 000 images, 64 latents, Algorithm 1, in 2014.",
        "1. one\n2. two",
        "% a comment with 0.3",
    ],
)
def test_what_is_no_typed_result_passes(text):
    assert typed(text) == []


def test_captions_and_alt_texts_are_read():
    figure = {"figure": {"caption": "It is 0.1."}, "image": {"alt": "It is 0.2."}}
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["It is ", "0.3."]},
        {"cell_type": "code", "metadata": {"mystnb": figure}, "source": ["0.4"]},
    ]
    assert [n for t in texts({"cells": cells}) for n in typed(t)] == ["0.3", "0.1", "0.2"]
