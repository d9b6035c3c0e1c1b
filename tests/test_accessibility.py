"""The built site for readers who use keys, a screen reader, or other colours, in Chromium."""

from functools import cache

import pytest
from browser import checks, keyboard, questions, spoken
from browser.chromium import needed
from browser.site import PAGES
from browser.visit import NARROW, WIDE, read, set_theme, thin_out, visit

pytest_plugins = ["browser.fixtures"]

COLOURS = ["color-contrast", "link-in-text-block"]  # the rules to which the theme matters
SCREENS = [(375, "light"), (375, "dark"), (1280, "light"), (1280, "dark")]

pytestmark = needed


def look(browser, address):
    """One visit: (width, theme) → what axe found; rules without colours once a width."""
    found = {}
    with visit(browser, address, viewport=NARROW) as (page, _):
        read(page)
        thin_out(page)
        for width, theme in SCREENS:
            page.set_viewport_size(NARROW if width == 375 else WIDE)
            set_theme(page, theme)
            rules = checks.RULES if theme == "light" else COLOURS
            found[width, theme] = checks.accessibility(page, rules)
    return found


@pytest.fixture(scope="module")
def problems(browser, home):
    return cache(lambda path: look(browser, home + path))


@pytest.mark.parametrize("screen", SCREENS, ids=str)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(problems, path, screen):
    assert problems(path)[screen] == []


def use_keys(browser, address, looked_at):
    """One visit: what keys are pressed for → the problems found."""
    with visit(browser, address) as (page, _):
        thin_out(page)
        return {
            "Tab leads everywhere and shows where": keyboard.tab(page, looked_at=looked_at),
            "Enter opens what is folded": keyboard.unfold(page),
        }


@pytest.fixture(scope="module")
def keys(browser, home):
    looked_at = set()  # what the focus was seen on, on any page
    return cache(lambda path: use_keys(browser, home + path, looked_at))


@pytest.mark.parametrize(
    "what", ["Tab leads everywhere and shows where", "Enter opens what is folded"]
)
@pytest.mark.parametrize("path", PAGES)
def test_keys_are_enough(keys, path, what):
    assert keys(path)[what] == []


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
