"""The checks of pages let an honest page pass, and each finds the defect that is put into it."""

import re
from pathlib import Path

import numpy as np
import pytest
from browser import checks, figures, keyboard, questions, search, spoken, theme
from browser.chromium import needed, serve
from browser.visit import NARROW, set_theme, thin_out, visit
from PIL import Image, ImageDraw

HERE = Path(__file__).parent
KATEX = HERE.parent / "node_modules" / "katex" / "dist"
HONEST = (HERE / "browser" / "honest.html").read_text()
SEARCH = """<main><p></p><ul></ul></main><script>
const words = {"index.html": "reparameterisation"};
const term = new URLSearchParams(location.search).get("q");
const found = Object.keys(words).filter((page) => words[page] === term);
document.querySelector("p").textContent = `Found ${found.length} pages`;
for (const page of found)
  document.querySelector("ul").innerHTML += `<li><a href="${page}?highlight=${term}">1</a></li>`;
</script>"""

pytest_plugins = ["browser.fixtures"]

pytestmark = needed


def figure(ink, *, ground=(0, 0, 0, 0), area=None):
    """A rising line between two axes with ticks; a picture of digits; where asked for, an area."""
    image = Image.new("RGBA", (400, 240), ground)
    draw = ImageDraw.Draw(image)
    draw.line([(40, 10), (40, 200), (390, 200)], ink, 2)
    draw.line([(50, 190), (200, 120), (280, 40)], "#0072b2", 3)
    for x in range(60, 280, 40):
        draw.text((x, 206), str(x), ink)
    draw.rectangle((300, 20, 380, 100), "black")
    draw.text((330, 50), "7 9", "white")
    if area:
        draw.rectangle((300, 110, 380, 190), area)
    return image


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    (folder / "katex").symlink_to(KATEX)
    (folder / "search.html").write_text(SEARCH)
    figure("#757b84").save(folder / "figure.png")
    figure("black").save(folder / "black.png")
    figure("#757b84", area="#202020").save(folder / "area.png")
    figure("#757b84", ground="white", area="#202020").save(folder / "white.png")
    return folder


@pytest.fixture(scope="module")
def home(folder):  # not the built site, but the pages made here
    with serve(folder) as home:
        yield home


def asked(page, heard):
    return checks.requests(heard)


def complained(page, heard):
    page.evaluate("() => new Promise(requestAnimationFrame)")
    return checks.complaints(heard)


def weighed(page, heard):
    return checks.weight(heard, budget=60_000)


def seen(check):
    return lambda page, heard: check(page)


def thinned(check):
    """A check as it is made of the site's pages, on which one of things alike is left."""

    def look(page, heard):
        thin_out(page)
        return check(page)

    return look


def at_375(page, heard):
    page.set_viewport_size(NARROW)
    return checks.overflow(page) + checks.cut_formulas(page)


def in_the_dark(page, heard):
    thin_out(page)
    set_theme(page, "dark")
    return checks.accessibility(page)


def in_both_themes(page, heard):
    thin_out(page)
    return figures.legible(page)


def searched(page, heard):
    home = page.url.rpartition("/")[0] + "/"
    return search.finds(page, home, "index.html", "reparameterisation")


# What a check is called → the check; an honest page passes each.
CHECKS = {
    "requests": asked,
    "complaints": complained,
    "weight": weighed,
    "formulas": seen(checks.formulas),
    "images": seen(checks.images),
    "overflow": seen(checks.overflow),
    "overflow at 375": at_375,
    "motion": thinned(checks.motion),
    "accessibility": thinned(checks.accessibility),
    "accessibility in the dark": in_the_dark,
    "print": thinned(checks.printed),
    "colours on paper": thinned(checks.dark_on_paper),
    "figures": in_both_themes,
    "tab": thinned(keyboard.tab),
    "unfold": thinned(keyboard.unfold),
    "answer": seen(questions.answer),
    "heard": seen(questions.heard),
    "on paper": seen(questions.on_paper),
    "spoken": seen(lambda page: spoken.formulas(page, seconds=1)),
    "theme": seen(theme.switch),
    "search": searched,
}

STYLE, TEXT = "    </style>", "      <h1>An honest page</h1>"


def style(rules):
    return STYLE, rules + STYLE


def text(html):
    return TEXT, TEXT + html


ALT = "A rising line between two axes with ticks"

# Defect → (the check that finds it, what it says, what is replaced in the honest page, by what).
DEFECTS = {
    "an image from elsewhere": ("requests", "asks another server: https://example.org/a.png",
        *text('<img src="https://example.org/a.png" alt="">')),
    "a font from elsewhere": ("requests", "asks another server: https://example.org/a.woff2",
        *style("@font-face {font-family: F; src: url(https://example.org/a.woff2)}"
               "h1 {font-family: F}")),
    "a script that is missing": ("requests", "not found: 404 .*missing.js",
        *text('<script src="missing.js"></script>')),
    "an error in a script": ("complaints", "nothing is not defined",
        *text("<script>nothing()</script>")),
    "an error in the console": ("complaints", "broken",
        *text("<script>console.error('broken')</script>")),
    "a warning in the console": ("complaints", "odd",
        *text("<script>console.warn('odd')</script>")),
    "a heavy page": ("weight", "the first view takes [0-9]{5} bytes, 60000 may be",
        *text('<script src="heavy.js"></script>')),
    "dollars": ("formulas", r"the text shows LaTeX: \$z\$", *text("<p>$z$</p>")),
    "parentheses": ("formulas", "the text shows LaTeX", *text(r"<p>\(z\)</p>")),
    "a command": ("formulas", "the text shows LaTeX: .frac12", *text(r"<p>\frac12</p>")),
    "LaTeX in an alternative text": ("formulas", "alt of img shows LaTeX",
        "A rising line between", r"A \alpha rising line between"),
    "LaTeX in the title": ("formulas", "the title shows LaTeX", "<title>", "<title>$x$ "),
    "a failed formula": ("formulas", "failed: z_",
        *text('<span class="katex-error">z_</span>')),
    "a formula that was not rendered": ("formulas", "not rendered: z",
        *text('<span class="math">z</span>')),
    "no style for formulas": ("formulas", "not in a mathematical font",
        "katex.min.css", "none.css"),
    "no fonts for formulas": ("formulas", "fonts of the formulas are missing",
        '<link rel="stylesheet" href="katex/katex.min.css">',
        "<style>.katex {font-family: KaTeX_Main} .katex-mathml {display: none}</style>"),
    "a formula that is not drawn": ("formulas", "nothing is drawn: z",
        *style(".katex-html * {display: none !important}")),
    "no alternative text": ("images", "figure.png does not say", f' alt="{ALT}"', ""),
    "an empty alternative text": ("images", "figure.png does not say", ALT, ""),
    "a file name": ("images", "does not say.*figure.png", ALT, "figure.png"),
    "an alternative text of one word": ("images", "does not say.*Figure", ALT, "Figure 1"),
    "an alternative text twice": ("images", "says what another image says",
        *text(f'<img src="black.png" alt="{ALT}">')),
    "a line that is too wide": ("overflow at 375", "the page scrolls sideways: .* of 375 px",
        *text("<p><code>" + "wide" * 20 + "</code></p>")),
    "an element that is too wide": ("overflow", "div.huge sticks out of the page",
        *text('<div class="huge" style="width: 3000px">huge</div>')),
    "a text that is cut off": ("overflow at 375", "span.long sticks out of div.cut",
        *text('<div class="cut" style="overflow: hidden"><span class="long">'
              + "long" * 30 + "</span></div>")),
    "a formula that is cut off": ("overflow at 375", "of 200 px: wide",
        *text('<div class="katex-display" style="width: 200px; overflow: auto"><div style='
              '"width: 300px">z</div><span hidden><annotation>wide</annotation></span></div>')),
    "a text before the page": ("overflow", "p.before sticks out of the page: -300",
        *text('<p class="before" style="position: relative; left: -316px">before</p>')),
    "a button that slides": ("motion", "button.* takes 0.3 s to change transform",
        *style("button {transition: opacity 1s, transform .3s}")),
    "everything changes slowly": ("motion", "p takes 1 s to change all",
        *style("p {transition: 1s}")),
    "an animation": ("motion", "h1 is animated: turn",
        *style("@keyframes turn {to {rotate: 1turn}} h1 {animation: turn 1s infinite}")),
    "smooth scrolling": ("motion", "scrolls smoothly", *style("html {scroll-behavior: smooth}")),
    "a field without a name": ("accessibility", "label: input",
        ' aria-label="Search the book"', ""),
    "pale text": ("accessibility", "color-contrast: p", *style("p {color: #aaa}")),
    "a link that is dark in the dark": ("accessibility in the dark", "color-contrast: .*a",
        *style("nav a {color: #0b6a75}")),
    "a pale formula among others": ("accessibility", "color-contrast: ",
        *text('<p>Let <span class="math"><span class="katex"><b>x</b></span></span> and <span '
              'class="math" style="color: #aaa"><span class="katex"><b>y</b></span></span></p>')),
    "a box that scrolls for a mouse only": ("accessibility", "scrollable-region-focusable",
        ' tabindex="0" role="group" aria-label="A wide formula"', ""),
    "a button on paper": ("print", "printed: button",
        "        button, form", "        form"),
    "pale text on paper": ("colours on paper", r"printed as P\s+rgb.232, 234, 237.*not as P",
        "@media screen {", "@media all {"),
    "black ink": ("figures", "a mark is lost in the dark theme", "figure.png", "black.png"),
    "a black area": ("figures", "an area of contrast 1.* in the dark theme",
        "figure.png", "area.png"),
    "ink that a filter takes away": ("figures", "nothing stands out|lost in the light",
        *style("img {filter: brightness(3)}")),
    "no link that skips": ("tab", "the page lacks the link that skips",
        '<a class="skip-link" href="#text">Skip to the text</a>', ""),
    "a link that skips too late": ("tab", "the first stop is not the link",
        "<body>", '<body><a href="#text">First</a>'),
    "a switch that Tab does not reach": ("tab", "Tab does not reach the theme switch",
        '<button onclick="toggle()"', '<button onclick="toggle()" tabindex="-1"'),
    "a focus that does not show": ("tab", "the focus does not show: button",
        *style("button:focus-visible {outline: none}")),
    "a focus that shows faintly": ("tab", "the focus does not show: button",
        *style("button:focus-visible {outline-color: #ccc}")),
    "a focus that cannot be seen": ("tab", "something unseen: a.skip-link",
        ".skip-link:not(:focus) { position: absolute; left: -999px; }",
        ".skip-link { position: absolute; width: 0; height: 0; overflow: hidden; }"),
    "code that opens by mouse only": ("unfold", "Enter does not open: Show the code",
        "<summary>", '<summary onkeydown="event.preventDefault()">'),
    "a solution that is open": ("unfold", "open from the start: Show the code",
        "<details>", "<details open>"),
    "an answer by mouse only": ("answer", "keys do not choose honest-a",
        '<fieldset class="question">',
        '<fieldset class="question" '
        "onkeydown=\"if (event.key !== 'Tab') event.preventDefault()\">"),
    "an explanation from the start": ("answer", "honest-a is explained before it is chosen",
        ".option > input:not(:checked) ~ .live > .explanation { display: none; }", ""),
    "an explanation that never shows": ("answer", "the explanation of honest-b does not show",
        ".option > input:not(:checked) ~ .live > .explanation {", ".live > .explanation {"),
    "an option without an explanation": ("answer", "honest-a has no explanation",
        '<div class="explanation">✗ Wrong.', "<div>✗ Wrong."),
    "an explanation without a verdict": ("answer", "honest-a does not say whether it is right",
        "✗ Wrong. It has one.", "✗ It has one."),
    "an option that has no name": ("heard", "a radio button has no name",
        '<label for="honest-a">A figure', '<label for="honest-a"><math><mi>x</mi></math>'),
    "an explanation that is said too early": ("heard", "described before it is chosen: A figure",
        'id="honest-a">', 'id="honest-a" aria-describedby="why"><p hidden id="why">Wrong.</p>'),
    "an explanation that is not said": ("heard", "of 1 explanations 0 are said",
        'aria-live="polite"><div class="explanation"><b>', '><div class="explanation"><b>'),
    "a formula that is not said": ("heard", "of 1 formulas 0 are said",
        *style(".said {content-visibility: auto; position: absolute; width: 1px;"
               "height: 1px; overflow: hidden; clip-path: inset(50%)}")),
    "a formula for eyes alone": ("spoken", "of 1 formulas 0 are offered to screen readers",
        '<span class="katex-mathml">', '<span class="katex-mathml" aria-hidden="true">'),
    "an explanation that is not printed": ("on paper", "not printed: A figure",
        "        .option > .live > .explanation { display: block !important; }", ""),
    "a theme that is forgotten": ("theme", "after a reload", "localStorage.mode ?? ", ""),
    "a switch without dark": ("theme", "never dark", 'light: "dark"', 'light: "auto"'),
    "a page that ignores the system": ("theme", "auto is auto and light when the system is dark",
        'system.addEventListener("change", () => show(root.mode));', ""),
    "a theme that changes nothing": ("theme", "the page is not dark",
        "--page: #121212", "--page: #ffffff"),
    "a page that is not found": ("search", "'reparameterisation' does not find index.html",
        'name="q"', 'name="query"'),
}  # fmt: skip


@pytest.mark.parametrize("name", CHECKS)
def test_an_honest_page_passes(browser, folder, home, name):
    (folder / "index.html").write_text(HONEST)
    with visit(browser, home) as (page, heard):
        assert CHECKS[name](page, heard) == []


def test_a_figure_with_a_ground_of_its_own_passes(browser, folder, home):
    (folder / "index.html").write_text(HONEST.replace("figure.png", "white.png"))
    with visit(browser, home) as (page, _):
        assert figures.legible(page) == []


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_is_found(browser, folder, home, defect):
    name, said, old, new = DEFECTS[defect]
    assert HONEST.count(old) == 1
    (folder / "index.html").write_text(HONEST.replace(old, new))
    noise = np.random.default_rng(0).integers(1 << 30, size=4000)
    (folder / "heavy.js").write_text(f"[{', '.join(map(str, noise))}]")
    with visit(browser, home) as (page, heard):
        found = CHECKS[name](page, heard)
    assert any(re.search(said, problem) for problem in found), found


def test_distinctive_words_are_on_one_page_only():
    pages = {
        "a": "<main>common words rarely</main>",
        "b": "<main>common <code>elsewhere</code> words often</main>",
    }
    assert search.distinctive(pages) == {"a": "rarely", "b": "often"}
