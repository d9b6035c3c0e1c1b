"""What one can touch, in Chromium: from a file, with keys, on paper, without scripts, on a phone.

Each stands on a page of its own here, with the site's style sheet. That what it computes is right
is tested in test_explorable_*.py.
"""

import gzip
import re
from functools import cache

import pytest
from browser import checks
from browser.chromium import needed
from browser.site import PAGES, SITE
from browser.visit import settle, visit

from book_ext.explorable import HERE, NAMES, script

pytest_plugins = ["browser.fixtures"]

NARROWEST = {"width": 320, "height": 640}
STILL = "On paper a sentence stands here."
PAGE = """<!doctype html>
<html lang="en" data-theme="light"><head><meta charset="utf-8"><title>An explorable</title>
<meta name="viewport" content="width=device-width">
<style>{style}</style><style>{own}</style></head>
<body><main class="bd-article"><h1>An explorable</h1>
<div class="explorable" id="explore-{name}" role="group"><p class="explorable-title">To touch</p>
<p>{still}</p></div></main><script>{script}</script></body></html>
"""
# Milliseconds from a moved slider to a page that is laid out anew.
UPDATE = """() => {
  const input = document.querySelector(".explore-live input[type=range]");
  const taken = [];
  for (let i = 0; i <= 40; i++) {
    input.value = Number(input.min) + (input.max - input.min) * i / 40;
    const begin = performance.now();
    input.dispatchEvent(new Event("input"));
    document.body.offsetHeight;
    taken.push(performance.now() - begin);
  }
  return taken.sort((a, b) => a - b)[20];
}"""


def compressed(*files):
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    return len(gzip.compress(text.encode()))


def test_they_are_light():
    assert compressed(*sorted(HERE.glob("core/*.js"))) <= 10_000
    assert {p.stem: compressed(p) for p in HERE.glob("views/*.js") if compressed(p) > 3_000} == {}
    assert compressed(*HERE.glob("data/*.js")) <= 40_000


@pytest.mark.parametrize("name", NAMES)
def test_no_name_is_used_twice_in_a_script(name):
    text = script(HERE / "views" / f"{name}.js")
    names = re.findall(r"^(?:function|const|let) (\w+)", text, re.MULTILINE)
    assert len(names) > 20
    assert sorted(set(names)) == sorted(names)


def test_every_class_of_the_style_sheet_is_written_out_in_a_script():
    """Else the site would drop its rules (book_ext/page_weight.py)."""
    style = (HERE / "explorables.css").read_text(encoding="utf-8")
    scripts = " ".join(script(HERE / "views" / f"{name}.js") for name in NAMES)
    used = set(re.findall(r"\.(explore-[\w-]+)", style))
    assert used - set(re.findall(r"[\w-]+", scripts)) == set()


def test_a_script_is_on_the_pages_that_need_it_and_on_no_other():
    for path in PAGES:
        text = (SITE / path).read_text(encoding="utf-8")
        wanted = set(re.findall(r'<div class="explorable explore-(\w+)"', text))
        assert set(re.findall(r'src="[^"]*/explore-(\w+)\.js', text)) == wanted, path


def test_what_is_shipped_is_what_is_tested():
    for path in SITE.glob("_static/explore-*.js"):
        name = path.stem.removeprefix("explore-")
        assert path.read_text(encoding="utf-8") == script(HERE / "views" / f"{name}.js")


@pytest.fixture(scope="module")
def opened(browser, tmp_path_factory):
    """Open the page of an explorable, as a file."""
    folder = tmp_path_factory.mktemp("explorables")
    style = (SITE / "_static" / "style.css").read_text(encoding="utf-8")
    own = (HERE / "explorables.css").read_text(encoding="utf-8")

    def page_of(name, **options):
        path = folder / f"{name}.html"
        source = script(HERE / "views" / f"{name}.js")
        text = PAGE.format(style=style, own=own, name=name, still=STILL, script=source)
        path.write_text(text, encoding="utf-8")
        return visit(browser, path.as_uri(), viewport=NARROWEST, **options)

    return page_of


def said(page):
    return page.locator(".explore-said").text_content()


def look(opened, name):
    """One visit: the name of a check → the problems found."""
    with opened(name, java_script_enabled=False) as (page, _):
        bare = [] if page.get_by_text(STILL).is_visible() else ["nothing without scripts"]
    with opened(name) as (page, heard):
        own = [text for text in heard.complaints if "font" not in text and "ERR_" not in text]
        found = {"complaints": own, "without scripts": bare, "keys": keys(page)}
        found["overflow"] = checks.overflow(page)
        if page.evaluate("() => document.documentElement.scrollWidth") > NARROWEST["width"]:
            found["overflow"].append("the page scrolls sideways")
        found["motion"] = checks.motion(page)
        found["images"] = checks.images(page)
        for theme in ("light", "dark"):
            page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
            settle(page)
            found[theme] = checks.accessibility(page)
        found["print"] = checks.printed(page)
        page.emulate_media(media="print")
        if not page.get_by_text(STILL).is_visible():
            found["print"].append("the still part is not printed")
        page.emulate_media(media="screen")
        print(f"{name}: an update takes {page.evaluate(UPDATE):.1f} ms")
    return found


def keys(page):
    """What cannot be reached and changed by keys, or is not said."""
    problems = []
    controls = page.locator(".explore-live :is(button, input[type=range], summary):visible")
    page.evaluate("() => document.activeElement.blur()")
    reached, before = set(), said(page)
    for _ in range(3 * controls.count()):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
              const controls = ".explore-live :is(button, input, summary)";
              const all = [...document.querySelectorAll(controls)];
              return [all.indexOf(document.activeElement), document.activeElement.type];
            }"""
        )
        if stop[0] >= 0 and stop[1] not in ("radio", "checkbox"):
            reached.add(stop[0])
    wanted = controls.count()  # only now: what takes long to compute comes with buttons of its own
    if len(reached) != wanted:
        problems.append(f"Tab reaches {len(reached)} of {wanted} controls")
    slider = page.locator(".explore-live input[type=range]").first
    slider.focus()
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
    if said(page) == before:
        problems.append("the sentence does not follow the first slider")
    if not slider.get_attribute("aria-valuetext"):
        problems.append("the slider does not say its value")
    try:
        page.get_by_role("status").get_by_text(said(page)).wait_for(state="attached", timeout=5000)
    except Exception as error:  # of Playwright, which says what it saw
        problems.append(f"the sentence is not said: {error}")
    return problems


@pytest.fixture(scope="module")
def problems(opened):
    return cache(lambda name: look(opened, name))


@needed
@pytest.mark.parametrize(
    "check",
    ["complaints", "without scripts", "keys", "overflow", "motion", "images", "light", "dark",
     "print"],
)  # fmt: skip
@pytest.mark.parametrize("name", NAMES)
def test_an_explorable_is_without_problems(problems, name, check):
    assert problems(name)[check] == []


@needed
def test_gridworld_is_changed_square_by_square_and_judges_a_policy(opened):
    with opened("gridworld") as (page, _):
        marks = page.locator(".explore-kinks button")
        marks.nth(2).wait_for()
        assert marks.all_text_contents() == ["−2", "−2/3", "0"]
        marks.first.click()
        assert "At step reward −2, 3 squares have" in said(page)
        page.get_by_role("button", name="The lecture’s world").click()
        page.get_by_text("Your policy").click()
        assert said(page).startswith("Not optimal: 3 squares are worth less than they can be")
        corner = page.get_by_role("button", name=re.compile("Row 3, column 4"))
        corner.focus()
        page.keyboard.press("ArrowDown")
        assert "from 1 square the walk never ends" in said(page)
        for _ in range(3):
            page.get_by_role("button", name="One round of policy iteration").click()
        assert said(page).startswith("This policy is optimal")
        page.get_by_text("Value iteration").click()
        for _ in range(5):
            page.get_by_role("button", name="One sweep").click()
        assert said(page).startswith("After 5 sweeps. The next one changes nothing")
        corner.press("Enter")
        assert corner.get_attribute("aria-label") == "Row 3, column 4: wall"


@needed
def test_the_steps_of_em_close_the_gap_and_end(opened):
    with opened("elbo") as (page, _):
        assert "nats below" in said(page)
        for _ in range(30):
            page.get_by_role("button", name="E-step").click()
            assert "lies on log p(x)" in said(page)
            page.get_by_role("button", name="M-step").click()
        assert said(page).endswith("here EM ends.")


@needed
def test_no_discriminator_is_better_than_the_best_one(opened):
    with opened("gan") as (page, _):
        assert re.search(r"the best one −0\.\d+: \d\.\d+ more", said(page))
        page.get_by_role("button", name="The best D").click()
        assert said(page).startswith("This D is the best one")
        page.get_by_role("button", name="G like the data").click()
        assert "V = C(G) = −1.39, which is 0.00 above −log 4" in said(page)
        assert "Both losses push G nowhere." in said(page)


@needed
def test_a_learner_that_follows_the_reverse_kl_comes_back_later_than_it_left(opened):
    with opened("kl") as (page, _):
        page.get_by_role("button", name="To the right mode").click()
        page.get_by_text("q follows downhill").click()
        separation = page.get_by_label("separation d")
        for d in ("2.8", "2.5"):  # beyond the fold the mode keeps it
            separation.fill(d)
            assert "jumped" not in said(page)
        separation.fill("2.3")
        assert re.search(r"q jumped from 2\.\d+ to 0\.00", said(page))
        separation.fill("2.5")
        assert "q = N(0.00" in said(page)


@needed
def test_a_penalty_makes_the_dirac_game_converge(opened):
    with opened("games") as (page, _):
        assert said(page).endswith("the game leaves it.")
        page.get_by_text("D first, then G").click()
        assert said(page).endswith("on the whole it stays.")
        page.get_by_label("R1 penalty").fill("0.5")
        assert said(page).endswith("the game converges there.")


@needed
def test_the_map_follows_the_finger_within_its_square(opened):
    with opened("latent") as (page, _):
        square = page.locator(".explore-field")
        box = square.bounding_box()
        drawn = "() => [...document.querySelectorAll('canvas')][1].toDataURL()"
        before = page.evaluate(drawn)
        square.hover(position={"x": box["width"] / 4, "y": box["height"] / 4})
        assert said(page).startswith("At the code (0.00, 0.00)")  # not pressed yet
        page.mouse.down()
        assert re.match(r"At the code \(−1\.[45]\d, 1\.[45]\d\): of the 10 ", said(page))
        assert page.evaluate(drawn) != before
        page.mouse.move(box["x"] - 50, box["y"] + box["height"] + 50)
        assert said(page).startswith("At the code (−3.00, −3.00)")
        page.mouse.up()
        square.hover(position={"x": box["width"] / 2, "y": box["height"] / 2})
        assert said(page).startswith("At the code (−3.00, −3.00)")
        assert page.get_by_label("code z₂").input_value() == "-3"
        page.get_by_role("button", name="Start again").click()
        assert page.evaluate(drawn) == before
