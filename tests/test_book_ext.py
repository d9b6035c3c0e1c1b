"""The parts of the Sphinx extension, each by itself; the site that they make is in test_site.py."""

import ast
import base64
import io
import re
from pathlib import Path
from types import SimpleNamespace

import jax.numpy as jnp
import numpy as np
import pytest
from docutils import nodes
from fontTools.ttLib import TTFont
from PIL import Image
from pygments import highlight
from pygments.lexers import PythonLexer
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from book_ext import (
    claims,
    code_folds,
    folded,
    fonts,
    logo,
    mathematics,
    number_roles,
    page_metadata,
    page_weight,
    pdf,
    plain_code,
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
        ('html[data-theme="dark"] a{b:c}', '@media screen{html[data-theme="dark"] a{b:c}}'),
        ("[data-theme=light] a{b:c}", "[data-theme=light] a{b:c}@media print{[data-theme] a{b:c}}"),
        ("@font-face{font-family:F;b:c}a{font-family:G}", "a{font-family:G}"),
        ('@font-face{font-family:"F";b:c}a{x:F}', '@font-face{font-family:"F";b:c}a{x:F}'),
    ],
)
def test_the_sheet_keeps_what_can_apply(tmp_path, rule, kept):
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "a.css").write_text(rule)
    assert style_sheet.combine(tmp_path, ["styles/a.css"], {"here"}).strip() == kept


def test_a_failed_claim_looks_otherwise():
    """Only a draft has one, and with it the class."""
    static = ROOT / "book_ext" / "static"
    drafts, books = (
        style_sheet.combine(static, ["book.css"], {"claim", "claim-mark", *more})
        for more in (["claim-failed"], [])
    )
    assert ".claim-failed .claim-mark" in drafts and "claim-failed" not in books


CLAIM = (
    '<div class="claim claim-passed" id="a.b"><span class="claim-mark">✓</span> '
    '<span class="claim-id">a.b</span> <span class="claim-statement">it is &lt; 1</span> '
    '<span class="claim-measured">{measured}</span> '
    '<span class="claim-because">{because}</span> </div>'
)
THIN = "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    "measured, because, said",
    [
        (
            "-2.345 ≈ 0 ± 4.42",
            "in standard errors: x",
            "−2.3 standard errors, must be within ±4.42",
        ),
        ("-2.345 ≈ 0 ± 4.42", "rounding", "−2.345, must be 0 ± 4.42"),
        ("0 = 0", "exact", "0, must be 0"),
        ("3.5 ≥ 2", "why", "3.5, must be at least 2"),
        ("3.5 ≤ 4 + 0.1", "why", "3.5, must be at most 4, give or take 0.1"),
        (
            "2e-08 ≈ 0 ± 1e-06",
            "rounding",
            f"2{THIN}·{THIN}10<sup>−8</sup>, must be 0 ± 1{THIN}·{THIN}10<sup>−6</sup>",
        ),
        ("-inf ≤ 12345", "why", f"−∞, must be at most 12{THIN}345"),
        ("in words", "why", "in words"),
    ],
)
def test_a_claim_is_said_in_words(measured, because, said):
    context = {"body": CLAIM.format(measured=measured, because=because)}
    claims.rewrite(None, "page", None, context, None)
    assert f'<span class="claim-measured">{said}</span>' in context["body"]
    assert context["body"].index("it is &lt; 1") < context["body"].index('href="#a.b">a.b</a>')


@pytest.mark.parametrize(
    "glued, shown",
    [("-0.87", "−0.87"), ("17,182", f"17{THIN}182"), ("2,000", "2000"), ("a-1", "a-1"),
     ("2e-05", f"2{THIN}·{THIN}10<sup>−5</sup>")],
)  # fmt: skip
def test_a_number_in_the_text_looks_as_in_a_claim(glued, shown):
    context = {"body": f'<p><span class="pasted-text">{glued}</span></p>'}
    claims.rewrite(None, "a", "page.html", context, None)
    assert context["body"] == f'<p><span class="pasted-text">{shown}</span></p>'


@pytest.mark.parametrize("number, folds", [(2, 0), (3, 1)])
def test_claims_in_a_row_are_one_line(number, folds):
    one = CLAIM.format(measured="0 = 0", because="exact")
    body = f'<div class="output text_html">{one}</div>\n' * number
    context = {"body": f"<p>Before.</p>{body}<p>After.</p>"}
    claims.rewrite(None, "page", None, context, None)
    assert context["body"].count("<details") == folds
    assert context["body"].count("claim-passed") == number
    assert (f"{number} claims <span" in context["body"]) == bool(folds)


def cell(*shown, folded_code=True):
    """A cell as MyST-NB leaves it: its code, folded or not, and what it shows."""
    code = nodes.literal_block("", "x = 1")
    fold = nodes.Element("", code, **({"prompt_show": "Show"} if folded_code else {}))
    return nodes.container("", fold, *shown, nb_element="cell_code")


def folds(*cells):
    """The names of the folds that are left, each with how many pieces of code it holds."""
    page = nodes.section("", *cells)
    numbers = {"page": {"figure": {"fig-a": (3, 2)}}}
    app = SimpleNamespace(env=SimpleNamespace(toc_fignumbers=numbers))
    code_folds.gather(app, page, "page")
    return [(each[0]["prompt_show"], len(each[0])) for each in page.findall(code_folds.is_folded)]


def test_a_figure_has_one_fold_with_its_number():
    figure = nodes.figure("", nodes.image(uri="a.png"), ids=["fig-a"])
    text = nodes.paragraph("", "Text.")
    assert folds(cell(), text, cell(figure)) == [("Show the code of figure 3.2", 2)]


def test_code_does_not_pass_by_code_that_is_seen():
    claim = nodes.raw("", CLAIM.format(measured="0 = 0", because="exact"), format="html")
    seen = cell(folded_code=False)
    assert folds(cell(), seen, cell(claim)) == [("Show the code", 1), ("Show the code of a.b", 1)]


def test_folds_have_different_names():
    words = nodes.paragraph("", "1.5")
    assert [name for name, _ in folds(cell(words), cell(words.deepcopy()))] == [
        "Show the code",
        "Show the code, 2",
    ]


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


def test_frames_of_a_figure_that_plays_become_files_that_wait(tmp_path):
    picture, buffer = Image.new("RGBA", (20, 12), (0, 114, 178, 90)), io.BytesIO()
    picture.save(buffer, "PNG")
    data = base64.b64encode(buffer.getvalue()).decode()
    builder, config = SimpleNamespace(images={}), SimpleNamespace(root_doc="index")
    app = SimpleNamespace(srcdir="", outdir=str(tmp_path), builder=builder, config=config)
    context = {
        "body": f'<img class="still" src="data:image/png;base64,{data}" width="20" alt="a">',
        "pathto": lambda name, resource: f"../{name}",
    }
    webp.improve(app, "chapters/a", "", context, None)
    shown = re.fullmatch(
        '<img class="still" src="../(_images/[0-9a-f]{16}.webp)" loading="lazy" decoding="async"'
        ' width="20" alt="a">',
        context["body"],
    )
    with Image.open(tmp_path / shown[1]) as image:
        assert image.convert("RGBA").tobytes() == picture.tobytes()


def test_names_and_punctuation_have_no_elements_of_their_own():
    source = "def f(x):\n    return x + 1  # one\n"
    html = highlight(source, PythonLexer(), plain_code.PlainNames(nowrap=True))
    assert set(re.findall(r'class="(\w+)"', html)) == {"k", "nf", "o", "mi", "c1"}
    assert re.sub("<[^>]*>", "", html) == source


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
    assert (after, other.astext(), other["mark"], comma) == (" And ", long, ",", " ")
    assert whole["classes"] == last["classes"] == ["unbroken"]
    assert isinstance(other, nodes.math)


def test_punctuation_stays_in_the_last_part_of_a_long_formula():
    html = "<span><span><span>x</span><span>y</span></span></span>"
    marked = mathematics.with_mark(html, ",")
    assert marked == html.replace("y</span>", 'y<span class="after">,</span></span>')


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
        writer.add_annotation(0, annotation)[NameObject("/StructParent")] = NumberObject(1)
    sheet = writer.pages[0]
    sheet[NameObject("/StructParents")] = NumberObject(0)
    tag = {"/S": NameObject("/Document"), "/T": TextStringObject(title)}
    document = DictionaryObject({NameObject(key): value for key, value in tag.items()})
    document[NameObject("/Pg")] = sheet.indirect_reference
    document = writer._add_object(document)
    keys = ArrayObject([NumberObject(0), document, NumberObject(1), document])
    tree = DictionaryObject({NameObject("/Nums"): keys})
    root = DictionaryObject({NameObject("/K"): document, NameObject("/ParentTree"): tree})
    writer.root_object[NameObject("/StructTreeRoot")] = root
    writer.write(path)


def test_joined_prints_keep_titles_and_links(tmp_path):
    pages = [tmp_path / "a.html", tmp_path / "b.html"]
    printed(tmp_path / "0.pdf", "A · Book", f"{pages[1].as_uri()}#there")
    printed(tmp_path / "1.pdf", "B · Book", "https://elsewhere/")
    pdf.join(dict(zip(pages, [tmp_path / "0.pdf", tmp_path / "1.pdf"], strict=True)),
             tmp_path / "book.pdf")  # fmt: skip
    book = PdfReader(tmp_path / "book.pdf")
    assert [item.title for item in book.outline] == ["A", "B"]
    assert [page.extract_text().strip() for page in book.pages] == ["1", "2"]
    inner, outer = (page["/Annots"][0].get_object()["/A"] for page in book.pages)
    assert inner["/S"] == "/GoTo"
    assert inner["/D"][0].get_object() == book.pages[1]
    assert outer["/URI"] == "https://elsewhere/"


def test_titles_of_an_outline_get_back_the_spaces_of_their_headings(tmp_path):
    page, print_of_it = tmp_path / "a.html", tmp_path / "a.pdf"
    link = '<a class="headerlink" href="#">#</a>'
    page.write_text(f"<h1>Long titles\n of a page{link}</h1><h2>One\xa0part{link}</h2>")
    printed(print_of_it, "A · Book")
    writer = PdfWriter(print_of_it)
    whole = writer.add_outline_item(title="Long titlesof a page", page_number=0)
    writer.add_outline_item(title="Onepart", page_number=0, parent=whole)
    writer.add_outline_item(title="x2 and more", page_number=0)
    writer.write(print_of_it)
    pdf.join({page: print_of_it}, tmp_path / "book.pdf")
    first, [below], other = PdfReader(tmp_path / "book.pdf").outline
    titles = first.title, below.title, other.title
    assert titles == ("Long titles of a page", "One part", "x2 and more")


def test_joined_prints_keep_their_tags(tmp_path):
    pages = {tmp_path / f"{name}.html": tmp_path / f"{name}.pdf" for name in "ab"}
    for page, path in pages.items():
        printed(path, page.stem, "https://elsewhere/")
    pdf.join(pages, tmp_path / "book.pdf")
    book = PdfReader(tmp_path / "book.pdf")
    file = book.trailer["/Root"]
    assert file["/MarkInfo"]["/Marked"] and file["/Lang"] == "en"
    tags = file["/StructTreeRoot"]
    assert [each.get_object()["/T"] for each in tags["/K"]] == ["a", "b"]
    assert all(each.get_object()["/P"] == tags for each in tags["/K"])
    keys = tags["/ParentTree"]["/Nums"]
    leads = {key: tag.get_object() for key, tag in zip(keys[::2], keys[1::2], strict=True)}
    assert len(leads) == 4
    for name, sheet in zip("ab", book.pages, strict=True):
        link = sheet["/Annots"][0].get_object()
        for tag in (leads[sheet["/StructParents"]], leads[link["/StructParent"]]):
            assert (tag["/T"], tag["/Pg"]) == (name, sheet)


def test_a_missing_browser_is_said(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SystemExit, match="make pdf prints with Chromium"):
        pdf.browser()
