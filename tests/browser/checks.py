"""What is wrong with a page as it stands: functions of a page (or of what was heard of it) that
return sentences, one a problem."""

import re
from pathlib import Path

from browser.visit import run, transferred

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
BUDGET = 600_000  # bytes of a first view


def requests(heard):
    """Requests to another server, and requests without an answer."""
    foreign = [f"asks another server: {address}" for address in heard.foreign]
    return foreign + [f"not found: {address}" for address in heard.failed]


def complaints(heard):
    """Errors and warnings in the console."""
    return list(heard.complaints)


def weight(heard, budget=BUDGET):
    """A first view that is too heavy for a phone in a train."""
    size = transferred(heard)
    return [f"the first view takes {size} bytes, {budget} may be"] if size > budget else []


def formulas(page):
    """Formulas that are shown as LaTeX, failed, or cannot be seen."""
    return run(page, "formulas.js")


def shown_formulas(page):
    """The sources of the formulas that are shown."""
    return page.eval_on_selector_all(
        ".katex",
        """(formulas) => formulas.filter((formula) => formula.checkVisibility())
          .map((formula) => formula.querySelector("annotation").textContent)""",
    )


def images(page):
    """Images that do not say what they show, in five words at least, and are not marked decorative.

    The theme's own (a logo) say it in two.
    """
    found = page.evaluate(
        """() => [...document.querySelectorAll("img, svg[role=img]")].map((image) => ({
          source: image.src ?? "svg",
          alt: (image.getAttribute("alt") ?? image.getAttribute("aria-label") ?? "").trim(),
          decorative: image.getAttribute("alt") === "" &&
            (image.ariaHidden === "true" || /^(none|presentation)$/.test(image.role)),
          words: image.closest("main") ? 5 : 2,
        }))"""
    )
    problems, said = [], set()
    for image in found:
        name = image["source"].rsplit("/", 1)[-1][:60]
        words = re.findall(r"[^\W\d_]+", re.sub(r"\S+\.(png|svg|jpe?g|gif)\b", "", image["alt"]))
        if image["decorative"]:
            continue
        if len(words) < image["words"]:
            problems.append(f"{name} does not say what it shows: {image['alt']!r}")
        elif (image["alt"], image["words"]) in said and image["words"] == 5:
            problems.append(f"{name} says what another image says: {image['alt']!r}")
        said.add((image["alt"], image["words"]))
    return problems


def overflow(page):
    """What is wider than the page and does not scroll in a box of its own."""
    return run(page, "overflow.js")


def cut_formulas(page):
    """Displayed formulas that are wider than their box although they were made smaller."""
    return page.eval_on_selector_all(
        ".katex-display",
        """(all) => all.filter((e) => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1)
          .map((e) => `${e.scrollWidth} of ${e.clientWidth} px: ` +
            e.querySelector("annotation").textContent.trim().slice(0, 80))""",
    )


def small_figures(page):
    """Figures that are not shown at half of their pixels: of more they would be blurred, and of
    fewer their text, 18 pixels high for 8.3 points, would be less than 9 px high. (The frames of a
    player have larger text, and may be as narrow as the page.)"""
    return page.eval_on_selector_all(
        "a.enlarge > img, .player img",
        """(all) => all.filter((e) => e.checkVisibility() && e.naturalWidth)
          .map((e) => [e, e.width / e.naturalWidth, e.closest(".player") ? 0.46 : 0.495])
          .filter(([e, share, least]) => share < least || share > 0.505)
          .map(([e]) => `${e.src.split("/").at(-1)}: ${e.width} of ${e.naturalWidth} px`)""",
    )


def motion(page):
    """What moves though the reader asked for less."""
    return run(page, "motion.js")


def accessibility(page, rules=RULES, without=()):
    """What axe calls serious or critical; rules are names or tags of its rules, without names."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    off = {name: {"enabled": False} for name in without}
    found = page.evaluate(
        """([runOnly, rules]) => axe
          .run({runOnly, rules, resultTypes: ["violations"], preload: false})
          .then((results) => results.violations)""",
        [rules, off],
    )
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: "
        + " ".join(node["failureSummary"].split())
        for violation in found
        for node in violation["nodes"]
        if node["impact"] in ("serious", "critical")
    ]


COLOURS = """() => [...document.querySelectorAll("main, main *")].map((e) => {
  const s = getComputedStyle(e);
  const border = s.borderLeftWidth === "0px" ? "" : s.borderLeftColor;
  return [e.tagName, e.className, s.color, s.backgroundColor, border].join(" ");
})"""


def dark_on_paper(page):
    """What is printed in another colour where the mode on the screen is dark."""
    page.emulate_media(media="print")
    found = {}
    for theme in ("light", "dark"):
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        found[theme] = page.evaluate(COLOURS)
    page.evaluate("() => { document.documentElement.dataset.theme = 'light'; }")
    page.emulate_media(media="screen")
    pairs = set(zip(found["light"], found["dark"], strict=True))
    return sorted(f"printed as {dark}, not as {light}" for light, dark in pairs if light != dark)


def printed(page):
    """What is printed and of no use on paper."""
    page.emulate_media(media="print")
    found = page.evaluate(
        """() => [...document.querySelectorAll("button, input, dialog, nav, [role=search]")]
          .filter((e) => e.checkVisibility({visibilityProperty: true, opacityProperty: true}))
          .map((e) => `printed: ${e.tagName.toLowerCase()} ${e.className || e.id}`)"""
    )
    page.emulate_media(media="screen")
    return found
