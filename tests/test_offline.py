"""The book without a network: what the worker keeps, and a reader who has asked for it."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from browser.chromium import needed, serve
from browser.site import PAGES, SITE

from book_ext import offline

pytest_plugins = ["browser.fixtures"]

BUTTON = "Keep this book offline"
BROKEN = """() => {
  for (const image of document.images) image.loading = "eager";
  return Promise.all([...document.images].map((image) => image.decode().then(() => null,
    () => image.src))).then((all) => all.filter(Boolean));
}"""


@needed
def test_every_page_is_there_when_the_network_is_cut(browser):
    """Asked for by the button, on a first visit; then the server is gone."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.set_default_timeout(120_000)
        with serve(SITE) as home:
            page.goto(home)
            page.get_by_role("button", name=BUTTON).click()
            page.get_by_role("button", name="Remove the book").wait_for()
        failed = []
        page.on("requestfailed", lambda request: failed.append(request.url))
        page.on("response", lambda r: failed.append(r.url) if r.status >= 400 else None)
        for path in PAGES:
            page.goto(home + path)
            assert page.locator("main h1").count() == 1, path
            assert page.evaluate(BROKEN) == [], path
        page.goto(home)  # the address of the book, which names no file
        assert failed == []
        page.goto(f"{home}search.html?q=value+iteration")
        assert page.locator("#search-results li").count() > 3
        page.goto(home)
        page.get_by_role("button", name="Remove the book").click()
        page.get_by_role("button", name=BUTTON).wait_for()
        assert page.evaluate("() => caches.keys()") == []


@needed
def test_a_page_from_a_file_offers_nothing_and_complains_of_nothing(browser):
    page = browser.new_page()
    said = []  # but not of fonts, which a browser does not load ahead from a file
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((SITE / "index.html").as_uri())
    assert page.get_by_role("button", name=BUTTON).count() == 0
    assert not re.search("manifest|worker|Error:", " ".join(said))
    page.close()


@pytest.fixture
def site(tmp_path):
    """A small site."""
    for name in ["index.html", "chapters/a.html", "_static/offline.js", "_sources/a.ipynb",
                 "objects.inv", "ledger.json", ".buildinfo"]:  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"{name} of SIZE")
    return tmp_path


def built(site):
    builder = SimpleNamespace(format="html")
    config = SimpleNamespace(html_title="Sums and Series")
    offline.write(SimpleNamespace(builder=builder, outdir=site, config=config), None)
    return (site / offline.WORKER).read_text()


def kept(worker):
    return dict(re.findall(r'"([^"]+)": "([0-9a-f]{64})"', worker))


def test_what_pages_ask_for_is_kept_and_nothing_else(site):
    found = kept(built(site))
    assert set(found) == {
        "index.html", "chapters/a.html", "_static/offline.js", "manifest.webmanifest",
        "_static/icon-192.png", "_static/icon-512.png",
    }  # fmt: skip


def test_a_file_is_known_by_the_content_that_is_served(site):
    found = kept(built(site))
    for name, digest in found.items():
        assert digest == offline.digest((site / name).read_bytes())
    (site / "chapters/a.html").write_text("another text")
    again = kept(built(site))
    assert {name for name in found if found[name] != again[name]} == {"chapters/a.html"}


def test_the_button_says_how_much_there_is_to_load(site):
    (site / "large.html").write_bytes(bytes(range(256)) * 8000)  # compresses well
    built(site)
    assert "1\N{NO-BREAK SPACE}MB" in (site / "_static" / "offline.js").read_text()
    assert offline.SIZE not in (site / "_static" / "offline.js").read_text()


def test_the_built_site_keeps_every_page():
    found = kept((SITE / offline.WORKER).read_text())
    assert set(PAGES) < set(found)
    for name, digest in found.items():
        assert digest == offline.digest(Path(SITE, name).read_bytes()), name
