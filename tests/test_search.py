"""The search: what students ask for, and where they should come to; ranked in Node, as on the page.

A query has a pattern for the page and one for the title of the right place: chapters may be
reworded, and what they are about stays.
"""

import json
import re
import subprocess
from pathlib import Path

import pytest
from browser.search import distinctive
from browser.site import PAGES, SITE

from book_ext import search
from book_ext.mathematics import NODE

ROOT = Path(__file__).parents[1]
RANKING = ROOT / "book_ext" / "static" / "search.js"
INDEX = ROOT / "_build" / "html" / "_static" / search.INDEX
RUN = """
const search = require(process.argv[1]);
const [source, queries] = JSON.parse(require("fs").readFileSync(0, "utf8"));
const index = search.prepare(source);
const answer = (query) => search.find(index, query).map((found) =>
  ({...found, excerpt: search.excerpt(found, query).map(([text]) => text).join("")}));
console.log(JSON.stringify(queries.map(answer)));
"""


def ask(index, queries):
    """The places for each query, best first."""
    text = json.dumps([index, list(queries)])
    command = [NODE, "-e", RUN, RANKING]
    run = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


@pytest.fixture(scope="module")
def book():
    """The index of the built site."""
    text = INDEX.read_text()
    return json.loads(text[text.index("{") :].rstrip(";\n"))


# What is typed → the page, and the title of the place, that should be among the first three.
QUERIES = {
    "value iteration": ("07", "algorithm to find the optimal policy"),
    "policy iteration": ("07", "algorithm to find the optimal policy"),
    "bellman equation": ("07", "Bellman.s equation"),
    "q-learning": ("07", "Q-learning"),
    "exploration": ("07", "exploration"),
    "epsilon greedy": ("07", "exploration"),
    "discount factor": ("07", "discounted"),
    "mdp": ("07", "Markov decision process"),
    "is this policy optimal": ("07", "Is this policy optimal"),
    "step reward -2": ("07", "−2 per step"),
    "supervised learning vs reinforcement learning": ("07", "supervised|learning task"),
    "stopping rule for value iteration": ("07", "stop|algorithm"),
    "optimal discriminator": ("04", "The optimal discriminator|best discriminator"),
    "Theorem 4.1": ("04", "Theorem 4.1"),
    "exercise 4.2": ("04", "Exercise 4.2"),
    "vanishing gradient": ("04|05", "Which loss|another loss"),
    "non-saturating loss": ("04", "non-saturating loss|another loss"),
    "does a GAN converge": ("04", "converge to|Convergence"),
    "jensen shannon divergence": ("04", r"C\(G\)|criterion is a divergence"),
    "minimax": ("03", "game"),
    "generator loss": ("03|04", "loss"),
    "change of variables": ("03", "change of variables"),
    "normalizing flow": ("03", "flow"),
    "mode collapse": ("05|06", "number of modes|miss modes"),
    "algorithm 1 GAN": ("05", "Algorithm 1"),
    "parzen window": ("05", "judges a model|number misleads"),
    "forward KL": ("06", "each direction|Forward KL"),
    "reverse KL mode seeking": ("06", "each direction|reverse KL"),
    "kl_divergence": ("lib", "lib.divergences.kl_divergence"),
    "reparametrization": ("01", "re-parameterisation"),
    "reparameterization trick": ("01", "re-parameterisation"),
    "elbo": ("01", "ELBO"),
    "E-step M-step": ("01", "E-step"),
    "posterior collapse": ("01", "posterior collapse"),
    "importance weighted bound": ("01", "importance-weighted"),
    "amortization gap": ("01", "lost"),
    "denoising autoencoder": ("02", "denoising"),
    "sample from an autoencoder": ("02", "generate samples"),
    "notation": ("notation", "Notation"),
    "instal on colab": ("running", "Colab"),
}


def test_students_find_what_they_ask_for(book):
    missed = {}
    for (query, (page, title)), found in zip(QUERIES.items(), ask(book, QUERIES), strict=True):
        first = [f"{each['address']} {each['title']}" for each in found[:3]]
        if not any(
            re.search(page, each["address"]) and re.search(title, each["title"], re.IGNORECASE)
            for each in found[:3]
        ):
            missed[query] = first
    assert len(QUERIES) == 40
    assert len(missed) <= 2, missed


def test_every_page_is_found_by_a_word_of_its_own(book):
    pages = {path: (SITE / path).read_text() for path in PAGES if path != "search.html"}
    terms = distinctive(pages)
    for (path, term), found in zip(terms.items(), ask(book, terms.values()), strict=True):
        assert path in {each["address"].partition("#")[0] for each in found}, (path, term)


def test_a_claim_is_found_by_what_it_says(book):
    (found,) = ask(book, ["EM never goes down"])
    assert found[0]["address"].startswith("chapters/01")


def test_a_place_has_prose_and_each_formula_once_and_no_code():
    page = """<article><section id="a"><h1>1. Title<a class="headerlink">#</a></h1>
    <p>Let <span class="katex"><span class="katex-mathml"><math><semantics><mi>x</mi><annotation>x
    </annotation></semantics></math></span><span class="katex-html">x</span></span> be.</p>
    <pre>import code</pre>
    <div class="proof theorem admonition" id="thm-b"><p class="admonition-title">Theorem 1.1</p>
    <p>It holds.</p></div><p>After.<br>It.</p>
    <section id="c"><h2>1.1. Sub</h2><p>More.</p></section></section></article>"""
    assert search.read(page) == [
        ("a", "page", "1. Title", "Let x be. After. It."),
        ("thm-b", "statement", "Theorem 1.1", "It holds."),
        ("c", "section", "1.1. Sub", "More."),
    ]


SMALL = search.index(
    {
        "chapters/a.html": [
            ("a", "page", "1. Sums", "What a sum is."),
            ("b", "section", "1.1. Evidence", "The evidence lower bound is a bound of a sum."),
            ("c", "statement", "Theorem 1.1 (Bound)", "It is below. " * 20),
        ],
        "chapters/b.html": [("d", "page", "2. Parameterisation", "Of parameters.")],
    }
)


@pytest.mark.parametrize(
    "query, first",
    [
        ("sums", "chapters/a.html"),  # a page, and another form of the word
        ("theorem 1.1", "chapters/a.html#c"),
        ("elbo", "chapters/a.html#b"),  # a synonym
        ("parametrizations", "chapters/b.html"),  # another spelling
        ("evudence", "chapters/a.html#b"),  # a slip
        ("the bound", "chapters/a.html#c"),  # a title rather than a text
        ("xyzzy", None),
        ("", None),
    ],
)
def test_what_comes_first(query, first):
    (found,) = ask(SMALL, [query])
    assert (found[0]["address"] if found else None) == first


def test_an_excerpt_shows_what_was_asked_for():
    text = "word " * 300 + "the needle here " + "word " * 300
    ((found,),) = ask({"pages": [["a.html", "A"]], "places": [[0, "", "page", "A", text]]},
                      ["needle"])  # fmt: skip
    assert "needle" in found["excerpt"]
    assert len(found["excerpt"]) < 300
