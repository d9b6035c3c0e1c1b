"""The fixtures of every test in a browser, and the built site that most of them look at.

A test module names this one in its `pytest_plugins`.
"""

from pathlib import Path

import pytest

from browser.chromium import launch, serve

SITE = Path(__file__).parents[2] / "_build" / "html"
PAGES = sorted(
    p.relative_to(SITE).as_posix() for p in SITE.rglob("*.html") if "_static" not in p.parts
)


@pytest.fixture(scope="module")
def browser():
    """Chromium, for all tests of a module."""
    with launch() as browser:
        yield browser


@pytest.fixture(scope="module")
def home():
    """The address of the built site, with a slash at its end."""
    with serve(SITE) as home:
        yield home
