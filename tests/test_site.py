"""The built site as files: `make book` makes it, and `make test` does that first.

What can be seen in a browser, what pages ask for and weigh among it, is in test_browser.py and
test_accessibility.py.
"""

import json
import os
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from book_ext import claims, colab, pdf
from lib.animation import SHOWN
from nbclaims.schema import MIME

ROOT = Path(__file__).parents[1]
SITE = ROOT / "_build" / "html"
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
# Those whose claims count: the chapters, and the page that compares the explorables with lib.
CLAIMING = {path: f"{path.stem}.html" for path in CHAPTERS}
CLAIMING[ROOT / "chapters/explorables/checked.ipynb"] = "explorables/checked.html"


@cache
def soup(path):
    return BeautifulSoup(path.read_text(), "html.parser")


@pytest.fixture(scope="module")
def pages():
    found = sorted(path for path in SITE.rglob("*.html") if "_static" not in path.parts)
    assert SITE / "index.html" in found, "run 'make book' first"
    return {path: soup(path) for path in found}


def test_no_style_sheet_makes_an_external_request():
    address = re.compile(r"""(?:url\(|@import)\s*["']?((?:https?:)?//[^"')]+)""")
    assert not [(p.name, address.findall(p.read_text())) for p in SITE.rglob("*.css")
                if address.search(p.read_text())]  # fmt: skip


def test_every_image_keeps_its_place_and_waits(pages):
    for path, page in pages.items():
        for image in page("img"):
            with Image.open(path.parent / image["src"]) as picture:
                width = SHOWN if image.find_parent(class_="player") else picture.width
                height = round(width * picture.height / picture.width)
                assert (int(image["width"]), int(image["height"])) == (width, height)
            assert (image.get("loading") == "lazy") == (path.name != "index.html")


def test_no_id_is_given_twice(pages):
    for path, page in pages.items():
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids)), f"{path}: {sorted(i for i in ids if ids.count(i) > 1)}"


def test_solutions_are_folded_without_a_script(pages):
    for path in CHAPTERS:
        folds = pages[SITE / "chapters" / f"{path.stem}.html"].select("details.solution")
        cells = json.loads(path.read_text())["cells"]
        text = "".join("".join(cell["source"]) for cell in cells)
        assert len(folds) == len(re.findall(r"\{solution(?:-start)?\}", text))
        assert not [fold for fold in folds if fold.has_attr("open") or not fold.summary]


def test_a_citation_says_what_it_cites(pages):
    for path, page in pages.items():
        for link in page.select(".bibtex-citation a"):
            assert re.search(r"\d{4}", link["data-cited"]), path
            assert not link.has_attr("title")


def test_every_page_says_what_it_is_about(pages):
    said = {}
    for path, page in pages.items():
        if path.name != "search.html":
            assert page.select('meta[name="description"]'), path
            (tag,) = page.select('meta[name="description"]')
            (card,) = page.select('meta[property="og:description"]')
            assert tag["content"] == card["content"] != ""
            said[path] = tag["content"]
        assert page.select('meta[property="og:title"]')
    assert len(set(said.values())) == len(said)


def test_a_site_without_an_address_claims_none(pages):
    assert not (SITE / "sitemap.xml").exists()
    found = [
        page.select('link[rel="canonical"], meta[property="og:image"]') for page in pages.values()
    ]
    assert not any(found)


def test_the_home_page_has_each_chapter_and_the_stored_figure(pages):
    home = pages[SITE / "index.html"]
    links = [a["href"] for a in home.select("ul.chapters .chapter-title a")]
    assert links == [f"chapters/{path.stem}.html" for path in CHAPTERS]
    assert len(home.select("ul.chapters > li")) == 7
    (image,) = home.select("article img")
    notebook = json.loads(CHAPTERS[0].read_text())
    alts = [
        cell["metadata"].get("mystnb", {}).get("image", {}).get("alt") for cell in notebook["cells"]
    ]
    assert image["alt"] in alts


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_begins_with_what_it_asks_of_a_reader(pages, path):
    page = pages[SITE / "chapters" / f"{path.stem}.html"]
    line = page.h1.find_next_sibling("p")
    assert "byline" in line["class"]
    assert re.match(
        r"\d+ minutes to read(, \d+ more to go deeper)? "
        r"· \d+ (seconds|minutes) to run · \d+ claims",
        line.get_text(),
    )
    assert page.h1.get_text().startswith(f"{int(path.stem[:2])}. ")


def test_the_reference_has_every_public_name_and_its_source(pages):
    page = pages[SITE / "chapters" / "lib.html"]
    assert page.find(id="lib.divergences.kl_divergence")
    for entry in page.select(".entry"):
        name = entry["id"].rsplit(".", 1)[1]
        assert re.search(rf"(def|class) {name}\b", entry.select_one(".signature").get_text())
        assert re.search(
            rf"(def|class) {name}\b", entry.select_one("details.source pre").get_text()
        )


def test_scripts_wait_until_the_page_is_there(pages):
    for path, page in pages.items():
        if path.name != "search.html":
            assert not [tag for tag in page("script", src=True) if not tag.has_attr("defer")], path


def test_the_pdf_has_all_pages_in_their_order(pages):
    order = pdf.order(SITE)
    assert order[0] == SITE / "index.html"
    assert set(order) == set(pages) - {SITE / "search.html"}


def requested(page):
    """Every address that a page names outside its text, be it fetched or led to."""
    for tag in page.find_all(["script", "img", "iframe", "source", "video", "audio", "link"]):
        address = tag.get("src") or tag.get("href")
        if address and not address.startswith("data:"):
            yield address


def anchors(page):
    """The places of a page that a link can lead to."""
    return {tag[key] for key in ("id", "name") for tag in page.find_all(attrs={key: True})}


def test_links_and_anchors_lead_somewhere(pages):
    places = {path: anchors(page) for path, page in pages.items()}
    for path, page in pages.items():
        links = [a["href"] for a in page.find_all("a", href=True)]
        for address in [*links, *requested(page)]:
            link = urlsplit(address)
            if link.scheme or link.netloc:
                continue
            target = (path.parent / unquote(link.path)).resolve() if link.path else path
            assert target.is_file(), f"{path.name}: {address}"
            if link.fragment and target.suffix == ".html":
                assert unquote(link.fragment) in places[target], f"{path.name}: {address}"


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_the_download_is_the_committed_notebook_but_for_an_address(pages, path):
    page = SITE / "chapters" / f"{path.stem}.html"
    addresses = {a["href"] for a in pages[page].select("a[href*=_sources]")}
    (address,) = (address for address in addresses if address.endswith(".ipynb"))
    downloaded = (page.parent / address).read_text()
    filled = re.search(r'SOURCE = \\"(.*?)\\"', downloaded)[1]
    assert bool(filled) == any(os.environ.get(name) for name in ("BOOK_URL", "GITHUB_REPOSITORY"))
    committed = path.read_text()
    assert downloaded == (colab.fill_in(committed, filled) if filled else committed)


def stored_claims(path):
    outputs = (
        output.get("data", {})
        for cell in json.loads(path.read_text())["cells"]
        for output in cell.get("outputs", [])
    )
    return [data[MIME] for data in outputs if MIME in data]


@pytest.mark.parametrize("path", CLAIMING, ids=lambda path: path.stem)
def test_every_claim_is_on_its_page(pages, path):
    stored = [claim["id"] for claim in stored_claims(path)]
    page = pages[SITE / "chapters" / CLAIMING[path]]
    assert [tag.get_text() for tag in page.select(".claim-passed .claim-id")] == stored


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_says_when_and_with_what_it_was_verified(pages, path):
    record = json.loads(path.read_text())["metadata"]["verified"]
    (line,) = pages[SITE / "chapters" / f"{path.stem}.html"].select("p.verified")
    words = [record["date"], record["machine"], f"{record['seconds']:.0f} s"]
    words += [f"{record['processors']} processor", f"{len(stored_claims(path))} claim"]
    words += record["versions"].values()
    assert not [word for word in words if word not in line.get_text()]


def test_the_ledger_lists_every_claim_and_links_to_it(pages):
    stored = {f"{CLAIMING[p]}#{c['id']}": c for p in CLAIMING for c in stored_claims(p)}
    rows = pages[SITE / "chapters" / "ledger.html"].select("table.ledger tbody tr")
    assert [row.a["href"] for row in rows] == list(stored)
    for row, claim in zip(rows, stored.values(), strict=True):
        shown = " ".join(row.get_text().split())
        measured = claims.typeset(f"{float(claim['measured']):.4g}")
        values = [re.sub("<[^>]*>", "", measured), claim["statement"], claim["because"]]
        assert all(" ".join(value.split()) in shown for value in values), shown


def test_the_ledger_as_a_file_holds_the_stored_claims():
    chapters = json.loads((SITE / "ledger.json").read_text())["chapters"]
    assert [f"{chapter['page']}.html" for chapter in chapters] == [
        f"chapters/{page}" for page in CLAIMING.values()
    ]
    for chapter, path in zip(chapters, CLAIMING, strict=True):
        assert chapter["verified"] == json.loads(path.read_text())["metadata"]["verified"]
        assert chapter["claims"] == sorted(stored_claims(path), key=lambda claim: claim["id"])


def test_the_home_page_counts_the_claims(pages):
    number = sum(len(stored_claims(path)) for path in CLAIMING)
    assert f"{number} claims in {len(CLAIMING)} notebook" in pages[SITE / "index.html"].get_text()
