"""Terms and symbols: which use is linked, to what, and what comes with the page."""

import io
from types import SimpleNamespace

import pytest
from browser.chromium import needed
from browser.site import SITE
from browser.visit import settle, visit
from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from book_ext import terms

pytest_plugins = ["browser.fixtures"]

NOTATION = r"""
# Notation

| in the text | in the code | meaning |
|---|---|---|
| $x$, $\KL(p \,\Vert\, q)$ | `kl` | data; how far |
| $p_g$, $D(x)$ | | of draws; a chance |
| $D(x)$ | | another meaning |
| $q(z)$ | | of codes (chapter 2) |
| $V(\theta)$ | | of weights (chapters 1 and 3) |

```{glossary}
prior
  What is known before, $p(z)$.

encoder
inference network
  What guesses.

Q-learning
  What learns.
```
"""
CHAPTER = r"""
# A prior in a title

A **prior** in bold; a prior-free word; two priors, and a prior.
An Encoder, then an inference network.
[A link to Q-learning](https://elsewhere/) and `Q-learning` in code.

Formulas: $x$, $\mathrm{KL}\bigl(p \,\|\, q\bigr)$, $D(x)$, $q(z)$, $p_g$, again $p_g$; $V(\theta)$.

| a table | of Q-learning |
|---|---|
| 1 | 2 |
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A chapter, of whose uses some are linked."""
    folder = tmp_path_factory.mktemp("terms")
    (folder / "chapters").mkdir()
    (folder / "chapters" / "notation.md").write_text(NOTATION)
    (folder / "chapters" / "01_a.md").write_text(CHAPTER)
    tree = "```{toctree}\nchapters/01_a\nchapters/notation\n```\n"
    (folder / "index.md").write_text(f"# Book\n\nNo prior is linked here.\n\n{tree}")
    warnings = io.StringIO()
    chapters = [SimpleNamespace(page="chapters/01_a", number=1)]
    with pytest.MonkeyPatch.context() as patch, patch_docutils(folder), docutils_namespace():
        patch.setattr(terms, "chapters", lambda app: chapters)
        settings = {
            "extensions": ["myst_parser", "book_ext.mathematics", "book_ext.terms"],
            "myst_enable_extensions": ["dollarmath"],
            "html_math_renderer": "katex",
        }
        html = folder / "html"
        Sphinx(folder, None, html, folder / "trees", "html", settings, None, warnings).build()
    assert warnings.getvalue() == ""
    home, chapter = (
        BeautifulSoup((html / name).read_text(), "html.parser")
        for name in ("index.html", "chapters/01_a.html")
    )
    assert home.select("a.term") == []
    return chapter


def test_first_uses_in_paragraphs_are_linked(page):
    links = page.select("a.term")
    names = [link.select_one("annotation") or link for link in links]
    assert sorted(name.text for name in names) == [
        "Encoder", r"V(\theta)", r"\mathrm{KL}\bigl(p \,\|\, q\bigr)", "p_g", "priors",
    ]  # fmt: skip


def test_a_link_leads_to_the_entry_whose_meaning_the_page_brings(page):
    for link in page.select("a.term"):
        address, _, anchor = link["href"].partition("#")
        assert address == "notation.html"
        assert link.has_attr("title") == bool(link.select(".math"))
        (meaning,) = page.select(f"template[id='about-{anchor}']")
        assert meaning.select("a") == []
    meanings = [each.text.strip() for each in page.select("template")]
    assert len(meanings) == len(page.select("a.term"))
    assert any(text.startswith("encoder: What guesses.") for text in meanings)
    assert any(text.endswith("data; how far. In the code: kl") for text in meanings)


@pytest.mark.parametrize(
    "one, other",
    [
        (r"\KL(p \,\Vert\, q)", r"\mathrm{KL}\bigl(p \| q\bigr)"),
        (r"p_\text{data}", r"p_\mathrm{data}"),
        (r"\N(\mu, \Sigma)", r"\mathcal{N}(\mu,\Sigma)"),
        (r"q_\phi(z \mid x)", r"q_\phi(z\mid x)"),
    ],
)
def test_how_a_symbol_is_set_does_not_matter(one, other):
    assert terms.plain(one) == terms.plain(other)


def test_each_link_of_the_book_leads_to_an_entry():
    notation = BeautifulSoup((SITE / "chapters/notation.html").read_text(), "html.parser")
    known = {each["id"] for each in notation.select("main [id]")}
    for path in SITE.glob("chapters/0*.html"):
        chapter = BeautifulSoup(path.read_text(), "html.parser")
        anchors = [link["href"].partition("#")[2] for link in chapter.select("a.term")]
        assert len(anchors) >= 5, path
        assert len(set(anchors)) == len(anchors), path
        assert set(anchors) <= known, path
        assert {f"about-{each}" for each in anchors} == {
            each["id"] for each in chapter.select("template")
        }, path


@needed
def test_a_term_shows_what_it_means_to_mouse_keyboard_and_finger(browser):
    address = (SITE / "chapters/01_vae_recap.html").as_uri()  # from a file
    with visit(browser, address, has_touch=True) as (page, _):
        link = page.locator("a.term[href$='#term-prior']")
        link.scroll_into_view_if_needed()
        settle(page)
        card = page.locator(".preview")
        link.hover()
        assert card.inner_text().startswith("prior: The distribution")
        page.mouse.move(0, 0)
        assert card.count() == 0
        page.keyboard.press("Tab")  # makes the focus that follows one of the keyboard
        link.focus()
        settle(page)
        assert card.count() == 1
        page.keyboard.press("Escape")
        assert card.count() == 0
        page.evaluate("() => document.activeElement.blur()")
        link.tap()
        assert card.count() == 1
        link.tap()
        page.wait_for_url("**/notation.html#term-prior")
