"""The directive of explorables: what it makes of a page, and what it refuses."""

import io

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

GOOD = """
:::{explorable} games
:title: Two *players*

A figure stands here on paper.
:::
"""
REFUSED = {
    "it needs a title": GOOD.replace(":title: Two *players*\n", ""),
    "there are elbo, games, gan, gridworld, kl, latent": GOOD.replace("games", "game"),
    "Content block expected": GOOD.replace("A figure stands here on paper.", ""),
}


@pytest.fixture
def build(tmp_path):
    """Build a page and one without explorables: both, and the warnings."""

    def build(source):
        (tmp_path / "index.md").write_text(f"# Title\n{source}\n```{{toctree}}\nother\n```\n")
        (tmp_path / "other.md").write_text("# Other\n")
        warnings = io.StringIO()
        with patch_docutils(tmp_path), docutils_namespace():
            settings = {
                "extensions": ["myst_parser", "book_ext.explorable"],
                "myst_enable_extensions": ["colon_fence"],
            }
            html = tmp_path / "html"
            app = Sphinx(tmp_path, None, html, tmp_path / "trees", "html", settings, None, warnings)
            app.build()
        pages = ((html / f"{name}.html").read_text() for name in ("index", "other"))
        return *pages, warnings.getvalue()

    return build


def test_a_page_has_the_place_the_still_part_and_the_script(build):
    page, other, warnings = build(GOOD)
    assert warnings == ""
    assert '<div class="explorable explore-games" id="explore-games" role="group">' in page
    assert '<p class="explorable-title">Two <em>players</em></p>' in page
    assert "<p>A figure stands here on paper.</p>" in page
    assert page.count("explore-games.js") == 1
    assert "explore-" not in other


@pytest.mark.parametrize("complaint", REFUSED)
def test_what_would_leave_readers_alone_is_refused(build, complaint):
    *_, warnings = build(REFUSED[complaint])
    assert complaint in warnings
