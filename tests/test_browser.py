"""The built site in Chromium: what every page asks for, shows and weighs, and what its buttons do.

What it is to readers who use keys, a screen reader or other colours is in test_accessibility.py.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from browser import checks, contents, figures, questions, search, theme
from browser.chromium import needed
from browser.site import PAGES
from browser.visit import NARROW, WIDE, read, settle, thin_out, unfold, visit
from pypdf import PdfReader

pytest_plugins = ["browser.fixtures"]

CHAPTERS = sorted((Path(__file__).parents[1] / "chapters").glob("*.ipynb"))
CHECKS = [
    "weight", "formulas", "formulas without JavaScript", "images", "figures", "motion", "overflow",
    "overflow at 375", "print", "requests", "complaints",
]  # fmt: skip

pytestmark = needed


def look(browser, address):
    """One visit: the name of a check → the problems it found."""
    with visit(browser, address, java_script_enabled=False) as (page, _):
        unfold(page)
        bare, shown_bare = checks.formulas(page), checks.shown_formulas(page)
    with visit(browser, address) as (page, heard):
        found = {"weight": checks.weight(heard)}
        read(page)
        found["formulas"] = checks.formulas(page)
        shown = checks.shown_formulas(page)
        found["formulas without JavaScript"] = bare + [
            f"not shown without JavaScript: {formula}"
            for formula in shown
            if formula not in shown_bare
        ]
        found["images"] = checks.images(page)
        found["overflow"] = checks.overflow(page)
        page.set_viewport_size(NARROW)
        settle(page)
        found["overflow at 375"] = checks.overflow(page) + checks.small_figures(page)
        found["overflow at 375"] += checks.cut_formulas(page)
        page.set_viewport_size(WIDE)
        settle(page)  # before it is copied: edges that faded do so no more
        thin_out(page)
        found["motion"] = checks.motion(page)
        found["print"] = checks.printed(page) + checks.dark_on_paper(page)
        found["requests"] = checks.requests(heard)
        found["complaints"] = checks.complaints(heard)
        found["figures"] = figures.legible(page)
    return found


@pytest.fixture(scope="module")
def problems(browser, home):
    return cache(lambda path: look(browser, home + path))


def test_the_site_has_pages():
    assert {"index.html", "search.html"} < set(PAGES), "run 'make book' first"
    assert {f"chapters/{path.stem}.html" for path in CHAPTERS} < set(PAGES)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("path", PAGES)
def test_page_is_without_problems(problems, path, check):
    assert problems(path)[check] == []


def test_a_figure_that_plays_has_its_frames_before_it_is_asked(browser, home):
    with visit(browser, f"{home}chapters/03_gan_model.html") as (page, _):
        page.locator(".player").first.scroll_into_view_if_needed()
        page.wait_for_function(
            """() => [...document.querySelector(".player").querySelectorAll("img")]
              .every((image) => image.complete && image.naturalWidth > 0)"""
        )


def test_the_search_is_asked_from_any_page(browser, home):
    """What it finds, and where it ranks it, is in test_search.py."""
    with visit(browser, home) as (page, _):
        assert search.finds(page, home, "chapters/07_gridworld.html", "value iteration") == []
        assert search.search(page, home, "xyzzyx") == set()
        assert page.locator("#search-results [role=status]").inner_text().startswith("No place")


@pytest.fixture(scope="module", params=CHAPTERS, ids=lambda path: path.stem)
def chapter(browser, home, request):
    """A chapter's page, and its notebook."""
    with visit(browser, f"{home}chapters/{request.param.stem}.html") as (page, _):
        yield page, request.param


def test_the_button_downloads_the_committed_notebook(chapter):
    page, notebook = chapter
    page.get_by_role("button", name="Download this page").click()
    with page.expect_download() as download:
        page.locator("a[href$='.ipynb']:visible").click()
    assert Path(download.value.path()).read_bytes() == notebook.read_bytes()
    assert download.value.suggested_filename == notebook.name


def test_a_chapter_prints_with_its_solutions(chapter):
    page, _ = chapter
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    settle(page)
    folded = "(all) => all.filter((e) => ![...e.children].at(-1).checkVisibility()).length"
    assert page.locator("main .solution").count() > 0
    assert page.eval_on_selector_all("main .solution", folded) == 0
    pdf = page.pdf()
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") > 5


def test_a_long_table_prints_from_the_sheet_of_its_heading_on(browser, home):
    with visit(browser, f"{home}chapters/notation.html") as (page, _):
        sheets = PdfReader(BytesIO(page.pdf())).pages
    assert all("in the code" in sheet.extract_text() for sheet in sheets[:2])


def test_the_contents_follow_the_reader_and_remember_what_was_read(browser, home):
    with visit(browser, f"{home}chapters/07_gridworld.html") as (page, _):
        assert contents.followed(page) == []
        read = "(all) => all.map((a) => a.classList.contains('read'))"
        links = "#pst-page-toc-nav a"
        assert sum(page.eval_on_selector_all(links, read)) > 5
        page.reload()
        assert sum(page.eval_on_selector_all(links, read)) > 5


def test_side_panels_open_on_a_phone_and_close(browser, home):
    with visit(browser, f"{home}chapters/07_gridworld.html", viewport=NARROW) as (page, _):
        panel = page.locator("dialog[open]")
        for name in ["primary", "secondary"]:
            page.get_by_title(f"Toggle {name} sidebar").click()
            assert panel.locator("a:visible").count() > 5
            page.keyboard.press("Escape")
            assert panel.count() == 0
        page.get_by_title("Toggle secondary sidebar").click()
        panel.locator("a").last.click()  # leads within the page
        assert panel.count() == 0


def test_a_reference_shows_what_it_refers_to(browser, home):
    with visit(browser, f"{home}chapters/07_gridworld.html") as (page, _):
        link = page.locator("article p a[href='#thm-improvement']").first
        link.scroll_into_view_if_needed()
        settle(page)
        link.hover()
        assert "Theorem 7.1" in page.locator(".preview").inner_text()
        page.mouse.move(0, 0)
        assert page.locator(".preview").count() == 0
        link.hover()
        page.evaluate("() => dispatchEvent(new Event('scroll'))")  # of a scroll that had ended
        assert page.locator(".preview").count() == 1
        page.evaluate("() => scrollBy({ top: 40, behavior: 'instant' })")
        settle(page)
        assert page.locator(".preview").count() == 0


# It is the same on all pages; these have scripts of their own, or many figures.
@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "chapters/05_gan_training.html",
        "chapters/ledger.html",
        "chapters/self_test.html",
    ],
)
def test_the_theme_switch_works(browser, home, path):
    with visit(browser, home + path) as (page, _):
        assert theme.switch(page) == []


def test_the_self_test_prints_with_its_explanations(browser, home):
    with visit(browser, f"{home}chapters/self_test.html") as (page, _):
        assert questions.on_paper(page) == []


def test_the_self_test_counts_and_forgets(browser, home):
    """Its one script: the score of the first section, all of whose right options are chosen."""
    with visit(browser, f"{home}chapters/self_test.html") as (page, _):
        section = page.locator("section:has(> .question)").first
        score, number = section.locator(".score"), section.locator(".question").count()
        assert f"0 of {number} right, {number} not answered." in score.text_content()
        for option in section.locator(".option:has(.explanation.right) > input").all():
            option.check()
        assert f"{number} of {number} right, 0 not answered." in score.text_content()
        section.locator(".option > input[type=checkbox]:not(:checked)").first.check()
        assert f"{number - 1} of {number} right, 0 not answered." in score.text_content()
        page.reload()
        assert f"{number - 1} of {number} right, 0 not answered." in score.text_content()
        score.locator("button").click()
        assert f"0 of {number} right, {number} not answered." in score.text_content()
        assert section.locator("input:checked").count() == 0
