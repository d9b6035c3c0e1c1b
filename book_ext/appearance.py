"""The book's look: one style sheet, the reader's own colour mode, nothing that is not used."""

from pathlib import Path

HERE = Path(__file__).parent


def setup(app):
    """Put the style sheet on every page, after the theme's."""
    app.connect("config-inited", configure)
    app.add_css_file("book.css", priority=900)


def configure(app, config):
    """Add our files to the theme's, and follow the reader's light or dark setting."""
    config.html_static_path.append(str(HERE / "static"))
    config.templates_path.append(str(HERE / "templates"))
    config.html_context.setdefault("default_mode", "auto")
