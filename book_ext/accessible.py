"""What the HTML of theme and extensions says wrongly, to a screen reader above all, put right."""

REPLACED = {
    # A name must hold the words that are seen, which are "Show the code".
    '<summary aria-label="Toggle hidden content">': "<summary>",
    # A list whose children are no list items; the role of each entry is deprecated.
    '<div role="list" class="citation-list">': '<div class="citation-list">',
    ' role="doc-biblioentry"': "",
    # Every proof has it.
    ' id="proof"': "",
}


def setup(app):
    """Change the pages' HTML when it is made."""
    app.connect("html-page-context", correct)


def correct(app, page, template, context, doctree):
    """Replace in a page what is wrong."""
    for wrong, right in REPLACED.items():
        if "body" in context:
            context["body"] = context["body"].replace(wrong, right)
