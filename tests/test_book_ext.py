"""The parts of the Sphinx extension, each by itself; the site that they make is in test_site.py."""

import ast
import io
from pathlib import Path
from types import SimpleNamespace

import jax.numpy as jnp
import numpy as np
import pytest
from docutils import nodes
from fontTools.ttLib import TTFont
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link

from book_ext import (
    citations,
    folded,
    fonts,
    logo,
    mathematics,
    number_roles,
    page_metadata,
    page_weight,
    pdf,
    reading_time,
    reference,
    social_card,
    style_sheet,
    webp,
)
from lib.divergences import kl_standard_normal

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    "rule, kept",
    [
        ("a{b:c}", "a{b:c}"),
        (".here{b:c}", ".here{b:c}"),
        (".gone{b:c}", ""),
        (".here.gone,.here>a{b:c}", ".here>a{b:c}"),
        (".here:not(.gone){b:c}", ".here:not(.gone){b:c}"),
        (":is(.here,.gone) a,.gone{b:c}", ":is(.here,.gone) a{b:c}"),
        ("@media print{.gone{b:c}}", ""),
        ("@media print{.gone{b:c}.here{d:e}}", "@media print{.here{d:e}}"),
        ('@import "other.css";a{b:c}', "a{b:c}"),
        ("a{b:url(../x/f.svg)}", 'a{b:url("x/f.svg")}'),
        ("a{b:url(data:x;y)}", 'a{b:url("data:x;y")}'),
        ("@font-face{font-family:F;b:c}a{font-family:G}", "a{font-family:G}"),
        ('@font-face{font-family:"F";b:c}a{x:F}', '@font-face{font-family:"F";b:c}a{x:F}'),
    ],
)
def test_the_sheet_keeps_what_can_apply(tmp_path, rule, kept):
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "a.css").write_text(rule)
    assert style_sheet.combine(tmp_path, ["styles/a.css"], {"here"}).strip() == kept


def test_names_are_classes_and_the_words_of_scripts():
    found = page_weight.names(['<p class="a b-c">d</p>'], ["x.classList.add('is-open')"])
    assert {"a", "b-c", "is-open"} <= found
    assert "d" not in found


def test_characters_are_those_of_the_text_and_of_icons():
    assert page_weight.characters(["&lt;θ", '.i{content:"\\f019"}']) >= {"<", "θ", "\uf019"}


def test_a_reduced_font_has_the_characters_that_are_shown(tmp_path):
    fonts.copy(tmp_path)
    path = tmp_path / f"{fonts.TEXT[0]}.woff2"
    before = path.stat().st_size
    fonts.reduce(path, {"é", "–"})
    shown = set(map(chr, TTFont(io.BytesIO(path.read_bytes())).getBestCmap()))
    assert shown == {*fonts.ALWAYS, "é", "–"}
    assert path.stat().st_size < before


def test_files_that_no_page_asks_for_are_removed(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    for name in ["kept.js", "gone.js", "a/b/gone.ttf"]:
        (tmp_path / name).write_text("")
    page_weight.remove_others(tmp_path, {"kept.js"})
    assert list(tmp_path.rglob("*")) == [tmp_path / "kept.js"]


def test_a_picture_keeps_its_pixels(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 256, (12, 20, 4), dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "a.png")
    assert webp.convert(tmp_path / "a.png", tmp_path / "a.webp") == (20, 12)
    with Image.open(tmp_path / "a.webp") as image:
        assert np.array_equal(np.asarray(image.convert("RGBA")), pixels)


def test_a_citation_shows_its_text_without_a_title():
    link = '<a class="reference internal" href="b.html#id1" title="Who. What.">'
    context = {"body": link}
    citations.mark(None, "page", None, context, None)
    assert 'data-cited="Who. What."' in context["body"]
    assert " title=" not in context["body"]


def document(*children):
    title = nodes.title("", "Title")
    return nodes.Element("", nodes.section("", title, *children))


def test_the_description_is_the_first_paragraph():
    note = nodes.admonition("", nodes.paragraph("", "Not this."))
    line = nodes.paragraph("", "nor this", classes=["byline"])
    page = document(line, note, nodes.paragraph("", "This\none."), nodes.paragraph("", "No."))
    assert page_metadata.description(page) == "This one."
    assert page_metadata.description(document(line, note)) == "Not this."
    assert page_metadata.description(document()) == page_metadata.description(None) == ""


def test_a_long_description_ends_with_a_sentence():
    def shown(text):
        return page_metadata.description(document(nodes.paragraph("", text)))

    first, long = "Is it $p(x)$? Yes, it is.", "So " + "word, " * 100 + "and so on."
    assert shown(long) == long
    assert shown(f"{first} {long}") == first
    full = f"{first} {'A' * (page_metadata.LENGTH - len(first) - 2)}."
    assert shown(f"{full} B.") == full
    assert shown(f"{full[:-1]}A.") == first


def test_a_short_formula_keeps_its_punctuation():
    long = " + ".join("abcdefghi")
    line = nodes.paragraph("", "", nodes.math("", r"\mathcal{N}(0, I)"), nodes.Text("). And "))
    line += [nodes.math("", long), nodes.Text(", "), nodes.math("", "x")]
    mathematics.keep_together(None, document(line), None)
    whole, after, other, comma, last = line.children
    assert [child.astext() for child in whole] == [r"\mathcal{N}(0, I)", ")."]
    assert (after, other.astext(), comma) == (" And ", long, ", ")
    assert whole["classes"] == last["classes"] == ["unbroken"]
    assert isinstance(other, nodes.math)


@pytest.mark.parametrize("url, shown", [("https://a.b/c/", "https://a.b/c/"), (None, "")])
def test_the_site_has_the_address_that_it_is_told(monkeypatch, url, shown):
    monkeypatch.delenv("BOOK_URL", raising=False)
    if url:
        monkeypatch.setenv("BOOK_URL", url)
    config = SimpleNamespace(html_baseurl="")
    page_metadata.read_address(None, config)
    assert config.html_baseurl == shown


def test_the_sitemap_lists_the_pages():
    places = ["<loc>https://a.b/index.html</loc>", "<loc>https://a.b/x/y.html</loc>"]
    text = page_metadata.sitemap("https://a.b/", ["index", "x/y"])
    assert all(place in text for place in places)
    assert text.count("<url>") == 2


def test_the_card_of_a_page_has_the_size_that_services_ask_for(tmp_path):
    social_card.draw(tmp_path / "a.png", "A title that is rather long, so that it wraps", "1 claim")
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (1200, 630)


def section(title, text):
    return nodes.section("", nodes.title("", title), nodes.paragraph("", text))


@pytest.mark.parametrize(
    "nodes_, minutes",
    [
        ([nodes.paragraph("", "word " * 200)], 1),
        ([nodes.math_block("", "x = 1")] * 3, 1),
        ([nodes.literal_block("", "\n".join(["x"] * 20))], 1),
        ([nodes.container("", nodes.literal_block("", "x"), classes=["tag_hide-input"])], 0),
        ([nodes.container("", nodes.paragraph("", "x"), classes=["dropdown"])], 0),
        ([folded.Fold("", nodes.paragraph("", "word " * 200))], 0),
        ([nodes.comment("", "word " * 200)], 0),
        ([section("Going deeper: x", "word " * 200)], 0),
        ([section("Deeper", "word " * 199)], 1),
    ],
)
def test_reading_time(nodes_, minutes):
    assert reading_time.minutes(nodes.Element("", *nodes_)) == pytest.approx(minutes)


def test_what_goes_deeper_is_counted_apart():
    chapter = SimpleNamespace(verified={"seconds": 50}, claims=[])
    tree = nodes.Element("", nodes.paragraph("", "word " * 400))
    assert reading_time.sentence(tree, chapter).startswith("2 minutes to read · 50 seconds")
    tree += section("Going deeper", "word " * 598)
    said = "2 minutes to read, 3 more to go deeper · 50 seconds"
    assert reading_time.sentence(tree, chapter).startswith(said)


def test_the_mark_is_the_divergence_it_says():
    x, y = logo.curve()
    log_c = -2.2 + x * (0.9155 + 2.2)
    loss = kl_standard_normal(jnp.zeros((len(x), 1)), jnp.asarray(2 * log_c)[:, None])
    np.testing.assert_allclose(-y, loss / loss.max(), atol=1e-5)
    assert y[0] == pytest.approx(y[-1], abs=1e-3) == pytest.approx(-1, abs=1e-3)
    assert y.max() <= 0
    assert y.max() > -1e-2, "it touches"


@pytest.mark.parametrize("name", number_roles.TITLES)
def test_a_marked_number_says_where_it_comes_from(name):
    role = number_roles.NumberRole()
    role.name, role.text = name, "1 < 2"
    (node,), _ = role.run()
    assert node.astext() == f'<span title="{number_roles.TITLES[name]}">1 &lt; 2</span>'


MODULE = '''"""What it is."""

@jit
def f(
    x: Float[Array, "*batch"],
) -> int:
    """f(x) = 1."""
    return 1


def _hidden(): ...


class Pair(NamedTuple):
    """Two."""

    a: int

    def sum(self) -> int:
        """a + b."""
        return self.a

    def _also_hidden(self): ...
'''


def test_the_reference_shows_what_is_written():
    doc, (f, pair) = reference.read_module(MODULE)
    assert doc == "What it is."
    assert f.signature == 'def f(\n    x: Float[Array, "*batch"],\n) -> int'
    assert f.source.startswith("@jit\ndef f(")
    assert f.source.endswith("return 1")
    assert pair.signature == "class Pair(NamedTuple):\n    a: int"
    assert [(m.name, m.signature, m.doc) for m in pair.methods] == [
        ("Pair.sum", "def sum(self) -> int", "a + b.")
    ]


def test_the_reference_is_grouped_like_the_package_s_map():
    doc = ast.get_docstring(ast.parse((ROOT / "lib" / "__init__.py").read_text()))
    _, groups = reference.package_map(doc)
    files = [name for _, names in groups for name in names]
    assert "divergences" in files
    assert all((ROOT / "lib" / f"{name}.py").is_file() for name in files)
    assert not [title for title, _ in groups if title.endswith(":")]


def printed(path, title, link=None):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Title": title})
    if link:
        annotation = Link(rect=(0, 0, 9, 9), url=link)
        writer.add_annotation(0, annotation)
    writer.write(path)


def test_joined_prints_keep_titles_and_links(tmp_path):
    pages = [tmp_path / "a.html", tmp_path / "b.html"]
    printed(tmp_path / "0.pdf", "A · Book", f"{pages[1].as_uri()}#there")
    printed(tmp_path / "1.pdf", "B · Book", "https://elsewhere/")
    pdf.join(dict(zip(pages, [tmp_path / "0.pdf", tmp_path / "1.pdf"], strict=True)),
             tmp_path / "book.pdf")  # fmt: skip
    book = PdfReader(tmp_path / "book.pdf")
    assert [item.title for item in book.outline] == ["A", "B"]
    inner, outer = (page["/Annots"][0].get_object()["/A"] for page in book.pages)
    assert inner["/S"] == "/GoTo"
    assert inner["/D"][0].get_object() == book.pages[1]
    assert outer["/URI"] == "https://elsewhere/"


def test_a_missing_browser_is_said(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SystemExit, match="make pdf prints with Chromium"):
        pdf.browser()
