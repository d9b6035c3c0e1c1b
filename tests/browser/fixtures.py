"""The fixtures of every test in a browser; a test module names this one in `pytest_plugins`."""

import pytest

from browser.chromium import launch, serve
from browser.site import SITE


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
