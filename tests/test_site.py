"""The built site: `make book` makes it, and `make test` does that first."""

import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

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


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_claim_is_on_its_page(pages, path):
    outputs = (
        output.get("data", {})
        for cell in json.loads(path.read_text())["cells"]
        for output in cell.get("outputs", [])
    )
    stored = [data[MIME]["id"] for data in outputs if MIME in data]
    page = pages[SITE / "chapters" / f"{path.stem}.html"]
    assert [tag.get_text() for tag in page.select(".claim-passed .claim-id")] == stored


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
