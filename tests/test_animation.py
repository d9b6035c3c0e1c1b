"""The player's HTML, its frames, and in Chromium what its buttons do."""

import base64
import io
import re

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from browser.chromium import launch, needed
from bs4 import BeautifulSoup
from PIL import Image

from lib import animation

matplotlib.use("Agg")
LABELS = ["after 0 rounds", "after 1 round", "after <2> rounds", "after 9 rounds"]
OPTIONS = {"name": 'A "moving" line', "stills": [0, 2], "seconds": 0.1}


def picture(height):
    figure, ax = plt.subplots(figsize=(3, 2), dpi=animation.WIDTH / 3, facecolor="none")
    ax.plot([0, 1], [0, height], lw=5)
    ax.set(ylim=(0, 1), facecolor="none")
    return figure


@pytest.fixture(scope="module")
def frames():
    return [animation.frame(picture(height)) for height in (0, 0.3, 0.6, 0.9)]


@pytest.fixture(scope="module")
def page(frames):
    return animation.player(frames, LABELS, **OPTIONS).data


# Frames


def test_a_frame_looks_like_its_figure(frames):
    figure = picture(0.6)
    figure.canvas.draw()
    drawn = np.asarray(figure.canvas.buffer_rgba()).astype(int)
    plt.close(figure)
    with Image.open(io.BytesIO(frames[2])) as image:
        shown = np.asarray(image.convert("RGBA")).astype(int)
        assert image.mode == "P" and len(image.getcolors()) <= animation.COLOURS
    assert shown.shape == drawn.shape
    assert shown[5, 5, 3] == 0  # what is transparent stays so
    opaque = drawn[..., 3] == 255
    assert opaque.sum() > 500
    # Few colours: no pixel is far off, and most are not off at all.
    assert np.abs(shown - drawn)[opaque].max() <= 48
    assert np.median(np.abs(shown - drawn)[opaque]) <= 2


def test_a_frame_closes_its_figure():
    figure = picture(0.5)
    animation.frame(figure)
    assert not plt.fignum_exists(figure.number)


def test_a_frame_is_smaller_than_the_figure(frames):
    figure, plain = picture(0.6), io.BytesIO()
    figure.savefig(plain, format="png")
    plt.close(figure)
    assert len(frames[2]) < len(plain.getvalue()) / 1.3


# The HTML


def test_every_frame_is_in_the_page_with_its_own_words(page, frames):
    images = BeautifulSoup(page, "html.parser").find_all("img")
    assert [image["alt"] for image in images] == [f"{OPTIONS['name']}: {x}" for x in LABELS]
    assert [image["data-label"] for image in images] == LABELS
    shown = [base64.b64decode(image["src"].split("base64,")[1]) for image in images]
    assert shown == frames
    assert {(image["width"], image["height"]) for image in images} == {("560", "373")}
    assert [image.get("class") for image in images] == [["still"], None, ["still"], None]


def test_the_page_asks_for_nothing_and_names_itself_by_what_it_says(page, frames):
    assert not re.search(r"https?:|//|@import|url\(", re.sub(r"base64,[\w+/=]+", "", page))
    again = animation.player(frames[::-1], LABELS, **OPTIONS).data
    other = animation.player(frames, ["a", "b", "c", "d"], **OPTIONS).data
    ids = [re.search(r'id="(player-\w+)"', text)[1] for text in (page, again, other)]
    assert ids[0] == ids[1] != ids[2]
    renamed = animation.player(frames, LABELS, **OPTIONS | {"name": "Another"}).data
    assert re.search(r'id="(player-\w+)"', renamed)[1] != ids[0]


@pytest.mark.parametrize(
    "labels, stills, words",
    [
        (LABELS[:3], [0], ["labels", "3 of 4"]),
        ([*LABELS[:3], LABELS[0]], [0], ["labels", "different"]),
        (LABELS, [], ["stills"]),
        (LABELS, [4], ["stills", "0 … 3", "[4]"]),
        (LABELS, [-1], ["stills", "[-1]"]),
    ],
)
def test_errors_name_the_argument(frames, labels, stills, words):
    with pytest.raises(ValueError) as caught:
        animation.player(frames, labels, name="A line", stills=stills)
    assert all(word in str(caught.value) for word in words)


# In the browser


@pytest.fixture(scope="module")
def browser():
    with launch() as browser:
        yield browser


@pytest.fixture
def opened(browser, page):
    """A function that opens the page in a new context, where time passes when a test says so."""
    contexts = []

    def opened(**context):
        contexts.append(browser.new_context(**context))
        tab = contexts[-1].new_page()
        if context.get("java_script_enabled", True):
            tab.clock.install(time=0)
            tab.clock.pause_at(1)
        tab.set_content(f"<!doctype html><html lang=en><body>{page}</body></html>")
        return tab

    yield opened
    for context in contexts:
        context.close()


def visible(tab):
    """The labels of the frames that are shown."""
    return tab.eval_on_selector_all(
        "img", "(all) => all.filter((i) => i.checkVisibility()).map((i) => i.dataset.label)"
    )


def buttons(tab):
    return [b.inner_text() for b in tab.locator("button").all() if b.is_visible()]


@needed
def test_it_starts_still_and_steps(opened):
    tab = opened()
    assert buttons(tab) == ["Back", "Play", "Step"]
    tab.clock.run_for(1000)
    assert visible(tab) == [LABELS[0]]
    tab.get_by_text("Back").click()
    assert visible(tab) == [LABELS[0]]
    tab.get_by_text("Step").click()
    tab.get_by_text("Step").click()
    assert visible(tab) == [LABELS[2]] == [tab.inner_text("output")]
    tab.get_by_text("Back").click()
    assert visible(tab) == [LABELS[1]]
    assert tab.locator("input").input_value() == "1"
    for _ in range(5):
        tab.get_by_text("Step").click()
    assert visible(tab) == [LABELS[3]]


@needed
def test_it_plays_pauses_and_plays_again(opened):
    tab = opened()
    tab.get_by_text("Play").click()
    assert buttons(tab)[1] == "Pause"
    tab.clock.run_for(100)
    assert visible(tab) == [LABELS[1]]
    tab.get_by_text("Pause").click()
    tab.clock.run_for(1000)
    assert (visible(tab), buttons(tab)[1]) == ([LABELS[1]], "Play")
    tab.get_by_text("Play").click()
    tab.clock.run_for(200)
    assert (visible(tab), buttons(tab)[1]) == ([LABELS[3]], "Play")  # stops at the end
    tab.get_by_text("Play").click()
    assert visible(tab) == [LABELS[0]]  # and begins anew
    tab.clock.run_for(100)
    assert visible(tab) == [LABELS[1]]


@needed
def test_a_step_or_the_slider_stops_it(opened):
    tab = opened()
    for act in (lambda: tab.get_by_text("Step").click(), lambda: tab.locator("input").fill("2")):
        tab.locator("input").fill("0")
        tab.get_by_text("Play").click()
        act()
        stopped = visible(tab)
        tab.clock.run_for(1000)
        assert (visible(tab), buttons(tab)[1]) == (stopped, "Play")
    assert visible(tab) == [LABELS[2]]


@needed
def test_keys_are_enough(opened):
    tab = opened()
    reached = []
    for _ in range(4):
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("document.activeElement.textContent || 'slider'"))
    assert reached == ["Back", "Play", "Step", "slider"]
    tab.keyboard.press("ArrowRight")
    assert visible(tab) == [LABELS[1]]
    assert tab.locator("input").get_attribute("aria-valuetext") == LABELS[1]
    assert "line" in tab.locator("input").get_attribute("aria-label")
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Enter")
    assert visible(tab) == [LABELS[2]]


@needed
def test_less_motion_means_no_play_button(opened):
    tab = opened(reduced_motion="reduce")
    assert buttons(tab) == ["Back", "Step"]
    tab.get_by_text("Step").click()
    assert visible(tab) == [LABELS[1]]
    tab.emulate_media(reduced_motion="no-preference")
    tab.get_by_text("Play").click()  # waits until it is there
    tab.emulate_media(reduced_motion="reduce")
    tab.locator("button").nth(1).wait_for(state="hidden")
    stopped = visible(tab)
    tab.clock.run_for(1000)
    assert (visible(tab), buttons(tab)) == (stopped, ["Back", "Step"])


@needed
def test_without_scripts_and_in_print_the_stills_stand_side_by_side(opened):
    tab = opened(java_script_enabled=False)
    assert visible(tab) == [LABELS[0], LABELS[2]]
    assert buttons(tab) == []
    tab = opened()
    tab.get_by_text("Step").click()
    tab.emulate_media(media="print")
    assert visible(tab) == [LABELS[0], LABELS[2]]
    assert buttons(tab) == [] and not tab.locator("input").is_visible()
    tops = tab.eval_on_selector_all(
        ".still", "(all) => all.map((i) => i.getBoundingClientRect().y)"
    )
    assert tops[0] == tops[1]
