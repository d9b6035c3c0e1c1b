"""Opening a page as a reader does, and hearing what it asks for and complains of."""

import gzip
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Response

HERE = Path(__file__).parent
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 375, "height": 667}
COMPRESSED = ("text/", "application/javascript", "application/json", "image/svg+xml")


class Heard(NamedTuple):
    """What a page asked for and complained of, from its address on."""

    foreign: list[str]  # requests to another server; none reaches it
    failed: list[str]  # requests that were not answered
    complaints: list[str]  # errors and warnings of the console, and uncaught exceptions
    responses: list[Response]


def listen(page, address):
    """Begin to hear a page; every address that is not its own server's is foreign."""
    heard = Heard([], [], [], [])
    home = urlsplit(address)[:2]

    def ask(request):
        if request.url.startswith("http") and urlsplit(request.url)[:2] != home:
            heard.foreign.append(request.url)

    def answer(response):
        heard.responses.append(response)
        if response.status >= 400:
            heard.failed.append(f"{response.status} {response.url}")

    def say(message):
        if message.type in ("error", "warning"):
            heard.complaints.append(message.text)

    page.on("request", ask)
    page.on("response", answer)
    page.on("requestfailed", lambda request: heard.failed.append(request.url))
    page.on("console", say)
    page.on("pageerror", lambda error: heard.complaints.append(str(error)))
    return heard


@contextmanager
def visit(browser, address, *, viewport=WIDE, **context):
    """A page that has loaded, and what was heard of it: a first visit, with nothing cached."""
    with browser.new_context(
        viewport=viewport, device_scale_factor=2, reduced_motion="reduce", **context
    ) as opened:
        page = opened.new_page()
        page.set_default_timeout(60_000)  # of a busy machine
        heard = listen(page, address)
        page.goto(address)
        if context.get("java_script_enabled", True):
            settle(page)
        else:
            page.evaluate("document.fonts.ready.then(() => null)")
        yield page, heard


def run(page, script):
    """What a file of JavaScript, one function, returns on a page."""
    return page.evaluate((HERE / script).read_text())


def settle(page):
    """Wait until the page is drawn, fonts are there, and nothing moves, or moves without end."""
    page.evaluate(
        """async () => {
          const frame = () => new Promise(requestAnimationFrame);
          await frame().then(frame);
          await document.fonts.ready;
          const ends = (animation) => animation.effect.getComputedTiming().endTime < Infinity;
          const moving = document.getAnimations().filter(ends);
          await Promise.allSettled(moving.map((animation) => animation.finished));
        }"""
    )


def set_theme(page, theme):
    """Change the system's colours to "light" or "dark"."""
    page.emulate_media(color_scheme=theme)
    settle(page)


# Folds are opened and, so that all explanations of a question can be there at once, its options
# become checkboxes and are chosen.
UNFOLD = """() => {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  for (const option of document.querySelectorAll(".question input"))
    Object.assign(option, { type: "checkbox", checked: true });
}"""


# Only what is laid out asks for its fonts, and where scripts are off nothing tells when it was.
LAY_OUT = """() => {
  const all = "<style>* { content-visibility: visible !important; }</style>";
  document.head.insertAdjacentHTML("beforeend", all);
  document.body.getBoundingClientRect();
  return document.fonts.ready.then(() => null);
}"""


def unfold(page):
    """Open what is folded, lay out what is far down, and wait for its fonts; needs no scripts."""
    page.evaluate(UNFOLD)
    page.evaluate(LAY_OUT)


def read(page):
    """Bring all of the page to the screen, as one who reads to its end does: what is folded, what
    is not laid out yet, and images that wait until they are near."""
    unfold(page)
    page.evaluate(
        """async () => {
          for (const image of document.images) image.loading = "eager";
          await Promise.allSettled([...document.images].map((image) => image.decode()));
        }"""
    )
    settle(page)


def thin_out(page):
    """Leave one of things alike: what a check of the page finds on it, it finds as well on all."""
    run(page, "thin_out.js")


def transferred(heard):
    """Bytes that a server with gzip sends for what was heard so far, headers not counted."""

    def size(response):
        body = response.body()
        kind = response.headers.get("content-type", "")
        return len(gzip.compress(body, 6) if kind.startswith(COMPRESSED) else body)

    return sum(size(response) for response in heard.responses if response.ok)
