"""The built site: `make book` makes it, and `make test` does that first."""

import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import numpy as np
import pytest
from bs4 import BeautifulSoup

from lib.claims import MIME

ROOT = Path(__file__).parents[1]
SITE = ROOT / "_build" / "html"
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
BROWSER = next(filter(None, map(shutil.which, ["chromium", "google-chrome", "chrome"])), None)


@cache
def soup(path):
    return BeautifulSoup(path.read_text(), "html.parser")


@pytest.fixture(scope="module")
def pages():
    found = sorted(path for path in SITE.rglob("*.html") if "_static" not in path.parts)
    assert SITE / "index.html" in found, "run 'make book' first"
    return {path: soup(path) for path in found}


def requested(page):
    """Every address that a browser fetches for a page by itself."""
    for tag in page.find_all(["script", "img", "iframe", "source", "video", "audio", "link"]):
        if tag.name == "link" and set(tag["rel"]) & {
            "next",
            "prev",
            "search",
            "index",
            "canonical",
        }:
            continue
        address = tag.get("src") or tag.get("href")
        if address and not address.startswith("data:"):
            yield address


def test_no_page_makes_an_external_request(pages):
    assert not [(p.name, a) for p, page in pages.items() for a in requested(page) if "//" in a]


def test_no_style_sheet_makes_an_external_request():
    address = re.compile(r"""(?:url\(|@import)\s*["']?((?:https?:)?//[^"')]+)""")
    assert not [(p.name, address.findall(p.read_text())) for p in SITE.rglob("*.css")
                if address.search(p.read_text())]  # fmt: skip


def test_every_formula_is_rendered(pages):
    for path, page in pages.items():
        assert not page.select(".katex-error"), path
        for formula in page.select(".math"):
            assert formula.select(".katex"), f"{path}: {formula}"


def test_every_image_says_what_it_shows(pages):
    assert not [(p.name, i) for p, page in pages.items() for i in page("img") if not i.get("alt")]


def test_links_and_anchors_lead_somewhere(pages):
    for path, page in pages.items():
        links = [a["href"] for a in page.find_all("a", href=True)]
        for address in [*links, *requested(page)]:
            link = urlsplit(address)
            if link.scheme or link.netloc:
                continue
            target = (path.parent / unquote(link.path)).resolve() if link.path else path
            assert target.is_file(), f"{path.name}: {address}"
            if link.fragment and target.suffix == ".html":
                anchor = unquote(link.fragment)
                assert soup(target).find(id=anchor) or soup(target).find(attrs={"name": anchor}), (
                    f"{path.name}: {address}"
                )


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_the_download_is_the_committed_notebook(pages, path):
    page = SITE / "chapters" / f"{path.stem}.html"
    addresses = {a["href"] for a in pages[page].select(".dropdown-download-buttons a")}
    (address,) = (address for address in addresses if address.endswith(".ipynb"))
    assert (page.parent / address).read_bytes() == path.read_bytes()


def stored_claims(path):
    outputs = (
        output.get("data", {})
        for cell in json.loads(path.read_text())["cells"]
        for output in cell.get("outputs", [])
    )
    return [data[MIME] for data in outputs if MIME in data]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_claim_is_on_its_page(pages, path):
    stored = [claim["id"] for claim in stored_claims(path)]
    page = pages[SITE / "chapters" / f"{path.stem}.html"]
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
    stored = {f"{p.stem}.html#{c['id']}": c for p in CHAPTERS for c in stored_claims(p)}
    rows = pages[SITE / "chapters" / "ledger.html"].select("table.ledger tbody tr")
    assert [row.a["href"] for row in rows] == list(stored)
    for row, claim in zip(rows, stored.values(), strict=True):
        shown = " ".join(row.get_text().split())
        values = [f"{float(claim['measured']):.4g}", claim["statement"], claim["because"]]
        assert all(" ".join(value.split()) in shown for value in values), shown


def test_the_ledger_as_a_file_holds_the_stored_claims():
    chapters = json.loads((SITE / "ledger.json").read_text())["chapters"]
    assert [chapter["page"] for chapter in chapters] == [f"chapters/{p.stem}" for p in CHAPTERS]
    for chapter, path in zip(chapters, CHAPTERS, strict=True):
        assert chapter["verified"] == json.loads(path.read_text())["metadata"]["verified"]
        assert chapter["claims"] == sorted(stored_claims(path), key=lambda claim: claim["id"])


def test_the_home_page_counts_the_claims(pages):
    number = sum(len(stored_claims(path)) for path in CHAPTERS)
    assert f"{number} claims in {len(CHAPTERS)} chapter" in pages[SITE / "index.html"].get_text()


def test_the_search_finds_the_ledger_by_what_its_claims_say():
    index = json.loads(re.search(r"\{.*\}", (SITE / "searchindex.js").read_text(), re.S)[0])
    page = index["docnames"].index("chapters/ledger")
    found = [term for term, pages in index["terms"].items() if page in np.ravel(pages)]
    assert {"elbo", "amortis", "round"} <= set(found)


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
def test_a_browser_shows_the_home_page(tmp_path):
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}"]
    quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update"]
    command = [BROWSER, *flags, *quiet, "--disable-sync", "--disable-quic", "--dump-dom"]
    run = subprocess.run(
        [*command, (SITE / "index.html").as_uri()], capture_output=True, text=True, timeout=120
    )
    shown = BeautifulSoup(run.stdout, "html.parser")
    assert "Generative Models" in shown.h1.get_text()
    assert shown.html["data-theme"] in {"light", "dark"}, "the theme's script did not run"
