"""The book's Sphinx extension. Each file is one concept.

appearance      the style sheet, colour mode and templates
claim_renderer  tells MyST-NB that a claim is shown by its HTML form
colab           notebooks that can install `lib` where they are opened
launch_buttons  Colab and Binder, where the repository is known
ledger          the claims of the whole book, each of them sound
ledger_page     the page that lists them, the count, the record below a chapter
mathematics     KaTeX at build time, with its own fonts
numbers         the two kinds of number that may be typed in the text
refresh         runs notebooks and stores their outputs
verified        the record of a notebook's last run

Only ledger (verified), ledger_page (ledger, verified) and refresh (verified) import others.
"""


def setup(app):
    """Connect the parts to Sphinx."""
    from book_ext import appearance, launch_buttons, ledger_page, mathematics, numbers

    app.connect("config-inited", launch_buttons.configure)
    appearance.setup(app)
    ledger_page.setup(app)
    mathematics.setup(app)
    numbers.setup(app)
    return {"parallel_read_safe": True}
