"""What a reader without a mouse meets: where Tab leads, whether it shows, what Enter does."""

import io

import numpy as np
from PIL import Image

from browser.figures import contrast
from browser.visit import settle

# What a reader knows them by: no class of the theme's.
SKIP = "the link that skips to the text"
REACHED = {
    SKIP: "a:has-text('Skip to')",
    "the search": "input[type=search], button:has-text('Search')",
    "the theme switch": "button:is([aria-label*=Colo], :has-text('Colo'))",
    "the pages of the book": "nav a",
}
LIMIT = 1000  # stops; a page has fewer

MARK = "(all, name) => all.forEach((e) => { e.dataset.reached = name; })"

FOCUSED = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect();
  const name = `${e.tagName.toLowerCase()}${[...e.classList].map((c) => `.${c}`).join("")}`;
  const text = (e.ariaLabel ?? e.textContent).trim().slice(0, 30);
  return {
    end: e === document.body,
    reached: e.dataset.reached,
    name: `${name} "${text}"`, kind: name,
    shown: box.width > 1 && box.height > 1 && e.checkVisibility({visibilityProperty: true}),
    box: {x: box.x, y: box.y, width: box.width, height: box.height},
  };
}"""


def stops(page):
    """The stops of Tab, from the top of the page to its end, each as FOCUSED describes it."""
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
    for _ in range(LIMIT):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["end"]:
            return
        yield stop
    raise RuntimeError(f"Tab does not come to the end of the page in {LIMIT} stops")


def tab(page, reached=REACHED, looked_at=None):
    """What Tab does not reach, or reaches unseen, and the focus that does not show.

    Of things alike one is looked at; looked_at holds those of earlier pages, and gets this page's.
    """
    looked_at = set() if looked_at is None else looked_at
    missing = {name for name, selector in reached.items() if page.locator(selector).count()}
    problems = [f"the page lacks {name}" for name in reached if name not in missing]
    for name in missing:
        page.locator(reached[name]).evaluate_all(MARK, name)
    first = True
    for stop in stops(page):
        if first and stop["reached"] != SKIP and SKIP in missing:
            problems.append(f"the first stop is not {SKIP}: {stop['name']}")
        first = False
        missing.discard(stop["reached"])
        if stop["kind"] in looked_at:
            continue
        looked_at.add(stop["kind"])
        settle(page)
        stop = page.evaluate(FOCUSED)
        if not stop["shown"]:
            problems.append(f"the focus is on something unseen: {stop['name']}")
        elif not _shows(page, stop["box"]):
            problems.append(f"the focus does not show: {stop['name']}")
    return problems + [f"Tab does not reach {name}" for name in sorted(missing)]


def _shows(page, box):
    """Whether focus changes, by a contrast of 3, as many pixels as the shorter side is long."""
    size, margin = page.viewport_size, 6
    left, top = max(box["x"] - margin, 0), max(box["y"] - margin, 0)
    right = min(box["x"] + box["width"] + margin, size["width"])
    bottom = min(box["y"] + box["height"] + margin, size["height"])
    if right <= left or bottom <= top:
        return False
    clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}

    def picture():
        png = page.screenshot(clip=clip, animations="disabled")
        return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))

    with_focus = picture()
    handle = page.evaluate_handle("() => { const e = document.activeElement; e.blur(); return e; }")
    without = picture()
    handle.evaluate("(e) => e.focus({preventScroll: true, focusVisible: true})")
    changed = (contrast(with_focus, without) >= 3).sum()
    return changed >= min(box["width"], box["height"])


def unfold(page):
    """Folded code and solutions that Enter does not open, or that were open from the start.

    Of folds alike, in classes and place, Enter is tried on one.
    """
    folded = """(e) => {
      const content = [...e.children].filter((c) => !c.matches("summary"));
      const seen = {visibilityProperty: true, opacityProperty: true};
      return content.every((c) => !c.checkVisibility(seen));
    }"""
    kind = "(e) => `${e.className} in ${e.parentElement.className}`"
    problems, tried = [], set()
    for box in page.query_selector_all("main details"):
        name = box.evaluate("(e) => e.innerText.trim().split('\\n')[0].slice(0, 40)")
        if not box.evaluate(folded):
            problems.append(f"open from the start: {name}")
            continue
        if (alike := box.evaluate(kind)) in tried:
            continue
        tried.add(alike)
        box.query_selector("summary").focus()
        page.keyboard.press("Enter")
        settle(page)
        if box.evaluate(folded):
            problems.append(f"Enter does not open: {name}")
    return problems
