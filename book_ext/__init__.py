"""The book's Sphinx extension. Each file is one concept; none imports another.

appearance      the style sheet, colour mode and templates
claim_renderer  tells MyST-NB that a claim is shown by its HTML form
colab           notebooks that can install `lib` where they are opened
launch_buttons  Colab and Binder, where the repository is known
mathematics     KaTeX at build time, with its own fonts
"""


def setup(app):
    """Connect the parts to Sphinx."""
    from book_ext import appearance, launch_buttons, mathematics

    app.connect("config-inited", launch_buttons.configure)
    appearance.setup(app)
    mathematics.setup(app)
    return {"parallel_read_safe": True}
