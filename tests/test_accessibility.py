"""The built site for readers who use keys, a screen reader, or other colours, in Chromium."""

from functools import cache
from pathlib import Path

import pytest
from browser import checks, keyboard
from browser.chromium import launch, needed, serve
from browser.visit import NARROW, WIDE, read, set_theme, thin_out, visit

SITE = Path(__file__).parents[1] / "_build" / "html"
PAGES = sorted(
    p.relative_to(SITE).as_posix() for p in SITE.rglob("*.html") if "_static" not in p.parts
)
# The first one sees the whole page; see `thin_out`.
SCREENS = [(375, "light"), (375, "dark"), (1280, "light"), (1280, "dark")]

pytestmark = needed


@pytest.fixture(scope="module")
def browser():
    with launch() as browser:
        yield browser


@pytest.fixture(scope="module")
def home():
    with serve(SITE) as home:
        yield home


def look(browser, address):
    """One visit: (width, theme) → what axe found."""
    found = {}
    with visit(browser, address, viewport=NARROW) as (page, _):
        read(page)
        for number, (width, theme) in enumerate(SCREENS):
            page.set_viewport_size(NARROW if width == 375 else WIDE)
            set_theme(page, theme)
            found[width, theme] = checks.accessibility(page)
            if number == 0:
                thin_out(page)
    return found


@pytest.fixture(scope="module")
def problems(browser, home):
    return cache(lambda path: look(browser, home + path))


@pytest.mark.parametrize("screen", SCREENS, ids=str)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(problems, path, screen):
    assert problems(path)[screen] == []


@pytest.mark.parametrize("path", PAGES)
def test_tab_leads_everywhere_and_shows_where(browser, home, path):
    with visit(browser, home + path) as (page, _):
        assert keyboard.tab(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_enter_opens_what_is_folded(browser, home, path):
    with visit(browser, home + path) as (page, _):
        assert keyboard.unfold(page) == []
