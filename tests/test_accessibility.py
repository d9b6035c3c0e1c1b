"""The built site for readers who use keys, a screen reader, or other colours, in Chromium."""

from functools import cache

import pytest
from browser import checks, keyboard, questions, spoken
from browser.chromium import needed
from browser.site import PAGES
from browser.visit import NARROW, WIDE, read, set_theme, thin_out, visit

pytest_plugins = ["browser.fixtures"]

# The first one sees the whole page; see `thin_out`.
SCREENS = [(375, "light"), (375, "dark"), (1280, "light"), (1280, "dark")]

pytestmark = needed


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


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("check", [questions.answer, questions.heard])
def test_questions_are_answered_with_keys_and_their_explanations_said(
    browser, home, check, scripts
):
    address = f"{home}chapters/self_test.html"
    with visit(browser, address, java_script_enabled=scripts) as (page, _):
        assert check(page) == []


def test_screen_readers_are_offered_formulas_far_down(browser, home):
    with visit(browser, f"{home}chapters/04_gan_theory.html") as (page, _):
        assert page.locator("main math").count() > 500
        assert spoken.formulas(page) == []
