"""The book's Sphinx extension. Each file is one concept.

What is read, in the chapters:
  colab            notebooks that can install `lib` where they are opened
  number_roles     the two kinds of number that may be typed in the text

Pages and parts of pages:
  chapter_cards    the chapters on the home page
  citations        what is cited, on hovering
  claims           a claim in words for a reader
  code_folds       one fold of code for what stands beneath it
  downloads        chapters that know where `lib` is published
  explorable       what one can touch, computed in the browser
  folded           solutions and sources, folded without a script
  launch_buttons   Colab and Binder, where the repository is known
  mathematics      KaTeX at build time, with its own fonts
  performance      `lib` beside what one would pick instead
  plain_code       code in colour, in fewer elements
  reading_time     how long a chapter takes to read
  reference        the reference of `lib`
  search           the index of what readers look for
  self_test        questions, with an explanation for every answer
  spoken           a formula in words
  terms            what a term or a symbol means, where it is first used

The site as a whole:
  accessible       what others' HTML tells a screen reader wrongly
  appearance       templates, style sheet, mark
  fonts            the text's fonts, and what is left of all fonts
  logo             the mark
  offline          the book without a network
  pdf              the book as one PDF file, printed by Chromium
  page_metadata    what others show of a page, the sitemap
  page_weight      what no page uses is left out
  social_card      the picture that others show of a page
  style_sheet      one style sheet with the rules that apply
  webp             figures in smaller files

No import leads in a circle. The ledger of claims is `nbclaims.ledger`.
"""

from importlib import import_module

PARTS = """accessible appearance chapter_cards citations claims code_folds downloads explorable
    folded launch_buttons mathematics number_roles offline page_metadata page_weight performance
    plain_code reading_time reference search self_test terms webp"""


def setup(app):
    """Connect the parts to Sphinx."""
    for part in PARTS.split():
        import_module(f"book_ext.{part}").setup(app)
    return {"parallel_read_safe": True}
