"""The browser and the server: the system's Chromium, and a folder at an address of its own.

Without a window Chromium's shell does the same in less than half of the processor's time.
"""

import os
import shutil
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import sync_playwright

BROWSERS = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
EXECUTABLE = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
# The mark of tests that need it: skipped where there is none, unless it is required (.ci/run).
needed = pytest.mark.skipif(
    EXECUTABLE is None and os.environ.get("REQUIRE_BROWSER") != "1",
    reason="no Chromium on this machine: install it, or set CHROMIUM to its path",
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]


@contextmanager
def launch():
    """A browser that finds no host but this one."""
    if EXECUTABLE is None:
        raise FileNotFoundError("REQUIRE_BROWSER is set, and there is no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=FLAGS)
        yield browser
        browser.close()


class Handler(SimpleHTTPRequestHandler):
    """Serves files, and says nothing of it, also where a page is left before all of it came."""

    def log_message(self, *args):
        pass

    def copyfile(self, source, target):
        with suppress(ConnectionError):
            super().copyfile(source, target)


@contextmanager
def serve(folder):
    """The address of a folder, with a slash at its end."""
    with ThreadingHTTPServer(("localhost", 0), partial(Handler, directory=folder)) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://localhost:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
