"""The ledger on the site: its page, the count for any page, the record below each chapter.

```{ledger}           a section with a table for each chapter
{ledger}`count`       such as "31 claims in 1 notebook"
{ledger}`vae.elbo-gap`   the name of a claim, which leads to it
"""

import html
from fnmatch import fnmatch
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective, SphinxRole

from nbclaims import record, robustness
from nbclaims.ledger import collection, robustness_figure
from nbclaims.schema import RELATIONS, relation, shown

HEAD = """\
<form class="ledger-filter" role="search" hidden>
<label for="ledger-words">Filter the claims</label>
<input id="ledger-words" type="search" autocomplete="off">
<output for="ledger-words"></output>
</form>
<script defer src="{root}_static/ledger.js"></script>"""
COLUMNS = ["Claim", "Measured", "Target", "Tolerance, and why", "Verdict"]


def setup(app):
    """Collect the claims before pages are read, and write the JSON after they are written."""
    app.connect("env-before-read-docs", collect)
    app.connect("html-page-context", add_record)
    app.connect("build-finished", write_json)
    app.add_directive("ledger", LedgerDirective)
    app.add_role("ledger", LedgerRole())


def collect(app, env, changed):
    """Read the claims of every chapter in the book; ExtensionError when one is not right."""
    notebooks = [page for page in env.found_docs if env.doc2path(page).endswith(".ipynb")]
    config, source = app.config, Path(app.srcdir)
    pages = sorted(p for p in notebooks if any(fnmatch(p, x) for x in config.nbclaims_chapters))
    counts = source / config.nbclaims_robustness
    app.nbclaims = collection.collect(source, pages, counts, config.nbclaims_number)


def chapters(app) -> list[collection.Chapter]:
    """The chapters of the book, with their claims, once pages are being read."""
    return app.nbclaims


class LedgerRole(SphinxRole):
    """The number of claims, in words, or the name of a claim, which leads to it."""

    def run(self):
        """Text or a link; an error for what is neither ``count`` nor a claim."""
        self.env.note_reread()  # a claim, or a chapter, may be new
        if self.text == "count":
            return [nodes.Text(collection.summary(chapters(self.env.app)))], []
        for chapter in chapters(self.env.app):
            if self.text in [claim["id"] for claim in chapter.claims]:
                page = self.env.app.builder.get_relative_uri(self.env.docname, chapter.page)
                name = nodes.literal("", self.text)
                return [
                    nodes.reference("", "", name, refuri=f"{page}#{self.text}", internal=True)
                ], []
        return [], [self.inliner.reporter.error(f"unknown ledger entry: {self.text!r}")]


class LedgerDirective(SphinxDirective):
    """All claims, by chapter."""

    def run(self):
        """How all claims fared elsewhere; a filter, which needs a script; a section a chapter."""
        self.env.note_reread()  # a claim, or a chapter, may be new
        root = "../" * self.env.docname.count("/")
        head = nodes.raw("", HEAD.format(root=root), format="html")
        found = chapters(self.env.app)
        picture = nodes.raw("", robustness_figure.figure(found), format="html")
        return [picture, head, *(self.section(chapter) for chapter in found)]

    def section(self, chapter):
        """The part of the page for one chapter."""
        address = self.env.app.builder.get_relative_uri(self.env.docname, chapter.page)
        section = nodes.section(names=[nodes.fully_normalize_name(chapter.title)])
        section += nodes.title(chapter.title, chapter.title)
        section += nodes.raw("", table(chapter, address), format="html")
        self.state.document.note_implicit_target(section)
        return section


def table(chapter: collection.Chapter, address: str) -> str:
    """The record and the claims of a chapter whose page is at an address, as HTML."""
    said = record.sentence(chapter.verified, len(chapter.claims))
    heads = "\n".join(f'<th role="columnheader" scope="col">{head}</th>' for head in COLUMNS)
    rows = "\n".join(
        row(claim, f"{address}#{claim['id']}", chapter.robustness[claim["id"]])
        for claim in chapter.claims
    )
    # The roles keep it a table where the style sheet shows rows as cards.
    return (
        f'<p class="verified"><a href="{address}">Read the chapter.</a> {html.escape(said)}</p>\n'
        f'<table class="ledger" role="table">\n'
        f'<thead role="rowgroup">\n<tr role="row">\n{heads}\n</tr>\n</thead>\n'
        f'<tbody role="rowgroup">\n{rows}\n</tbody>\n</table>'
    )


def row(claim: dict, address: str, counts: dict[str, robustness.Held]) -> str:
    """A claim as a row of a table, with how often it held elsewhere."""
    name, statement, because = (html.escape(claim[k]) for k in ("id", "statement", "because"))
    side = relation(claim)
    tolerance = shown("tolerance", claim["tolerance"]) if claim["tolerance"] else "none"
    sign = "=" if side == "target" and not claim["tolerance"] else RELATIONS[side][0]
    cells = [
        f'{statement}\n<a class="ledger-id" href="{address}">{name}</a>',
        shown("measured", float(claim["measured"])),
        f"{sign} {shown(side, float(claim[side]))}",
        f'{tolerance}\n<span class="ledger-because">{because}</span>',
        '<span class="claim-mark">✓</span> holds\n'
        f'<span class="ledger-robustness">{robustness.sentence(counts)}</span>',
    ]
    cells = "\n".join(
        f'<td role="cell" data-label="{label}">{cell}</td>'
        for label, cell in zip(COLUMNS, cells, strict=True)
    )
    return f'<tr role="row">\n{cells}\n</tr>'


def add_record(app, page, template, context, doctree):
    """Put the record of a chapter's run at the foot of its page."""
    for chapter in chapters(app):
        if chapter.page == page:
            said = record.sentence(chapter.verified, len(chapter.claims))
            context["body"] += f'<p class="verified">{html.escape(said)}</p>\n'


def write_json(app, error):
    """Write the ledger beside the pages."""
    if error is None:
        text = collection.to_json(chapters(app))
        Path(app.outdir, "ledger.json").write_text(text, encoding="utf-8")
