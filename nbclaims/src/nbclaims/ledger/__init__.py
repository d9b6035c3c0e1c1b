"""The claims of a book on its site: a Sphinx extension, for Jupyter Book and for plain MyST-NB.

  collection         the claims of all chapters, each of them sound
  page               the page that lists them, the count, the record below a chapter
  robustness_figure  the picture of how all claims fared elsewhere
  verified_figure    a chapter's figure on another page
  renderer           tells MyST-NB that a claim is shown by its HTML form

What a book says in its Sphinx configuration:

  nbclaims_chapters    patterns of the documents whose claims count; all notebooks
  nbclaims_number      a pattern whose group is a chapter's number in its file's name; no numbers
  nbclaims_robustness  the file with the counts of `robustness`; robustness.json
  nbclaims_css         whether our plain style sheet is used; yes
"""

from pathlib import Path

STATIC = Path(__file__).parent / "static"


def setup(app):
    """Connect the parts to Sphinx."""
    from nbclaims.ledger import page, verified_figure

    app.add_config_value("nbclaims_chapters", ["*"], "env")
    app.add_config_value("nbclaims_number", "", "env")
    app.add_config_value("nbclaims_robustness", "robustness.json", "env")
    app.add_config_value("nbclaims_css", True, "html")
    app.connect("config-inited", add_files)
    page.setup(app)
    verified_figure.setup(app)
    return {"parallel_read_safe": True}


def add_files(app, config):
    """Have our script, and our style sheet if it is wanted, copied with the book's own."""
    config.html_static_path.append(str(STATIC))
    if config.nbclaims_css:
        app.add_css_file("nbclaims.css")
