"""The book's look: the templates, the style sheet, its fonts, the mark."""

from pathlib import Path

from book_ext import fonts, logo

HERE = Path(__file__).parent
OUR_SCRIPTS = ["modes.js", "panels.js", "contents.js", "previews.js", "book.js"]
# The theme's and Sphinx's, in whose place ours stand.
REPLACED = {"doctools.js", "sphinx_highlight.js", "sphinx-book-theme.js"}


def setup(app):
    """Put the style sheet on every page, after the theme's."""
    app.connect("config-inited", configure)
    app.connect("builder-inited", draw)
    app.connect("html-page-context", hand_over, priority=900)
    app.add_css_file("book.css", priority=900)
    for name in OUR_SCRIPTS:
        app.add_js_file(name, loading_method="defer")


def configure(app, config):
    """Add our files to the theme's."""
    config.html_static_path.append(str(HERE / "static"))
    config.templates_path.append(str(HERE / "templates"))
    config.html_context.setdefault("default_mode", "light")  # until the page's first script ran


def draw(app):
    """Write the fonts and the mark."""
    static = Path(app.outdir, "_static")
    fonts.copy(static / "fonts")
    (static / "logo.svg").write_text(logo.svg(page=False), encoding="utf-8")
    logo.png(static / "favicon.png", 48)
    logo.png(static / "touch-icon.png", 180, ground="white")


def hand_over(app, page, template, context, doctree):
    """Give the templates the mark, and have scripts wait until the page is there."""
    context["logo"] = logo.svg(page=True)
    # Beside files there are lines of script that set options which no script here reads.
    files = [script for script in context["script_files"] if script.filename]
    files = [script for script in files
             if script.filename.partition("?")[0].rpartition("/")[2] not in REPLACED]  # fmt: skip
    context["script_files"] = [
        type(script)(
            script.filename, priority=script.priority, **script.attributes | {"defer": "defer"}
        )
        for script in files
    ]
