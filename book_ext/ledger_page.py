"""The ledger on the site: its page, the count for any page, the record below each chapter.

```{ledger}           a section with a table for each chapter
{ledger}`count`       such as "31 claims in 1 chapter"
{ledger}`vae.elbo-gap`   the name of a claim, which leads to it
"""

import html
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective, SphinxRole

from book_ext import ledger, robustness, robustness_figure, verified

HEAD = """\
<form class="ledger-filter" role="search" hidden>
<label for="ledger-words">Filter the claims</label>
<input id="ledger-words" type="search" autocomplete="off">
<output for="ledger-words"></output>
</form>
<script defer src="{root}_static/ledger.js"></script>"""
COLUMNS = ["Claim", "Measured", "Target", "Tolerance, and why", "Verdict"]
SIGNS = {"target": "≈", "at_most": "≤", "at_least": "≥"}


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
    notebooks = [page for page in notebooks if not page.startswith("chapters/homework/")]
    app.ledger = ledger.collect(Path(app.srcdir), sorted(notebooks))


def note_notebooks(env):
    """Have the page that is being read be read again when a claim, or a chapter, may be new."""
    for name in ["_toc.yml", robustness.FILE, *(f"{c.page}.ipynb" for c in env.app.ledger)]:
        env.note_dependency(Path(env.srcdir, name))


class LedgerRole(SphinxRole):
    """The number of claims, in words, or the name of a claim, which leads to it."""

    def run(self):
        """Text or a link; an error for what is neither ``count`` nor a claim."""
        note_notebooks(self.env)
        if self.text == "count":
            return [nodes.Text(ledger.summary(self.env.app.ledger))], []
        for chapter in self.env.app.ledger:
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
        note_notebooks(self.env)
        root = "../" * self.env.docname.count("/")
        head = nodes.raw("", HEAD.format(root=root), format="html")
        picture = nodes.raw("", robustness_figure.figure(self.env.app.ledger), format="html")
        return [picture, head, *(self.section(chapter) for chapter in self.env.app.ledger)]

    def section(self, chapter):
        """The part of the page for one chapter."""
        address = self.env.app.builder.get_relative_uri(self.env.docname, chapter.page)
        section = nodes.section(names=[nodes.fully_normalize_name(chapter.title)])
        section += nodes.title(chapter.title, chapter.title)
        section += nodes.raw("", table(chapter, address), format="html")
        self.state.document.note_implicit_target(section)
        return section


def table(chapter: ledger.Chapter, address: str) -> str:
    """The record and the claims of a chapter whose page is at an address, as HTML."""
    record = verified.sentence(chapter.verified, len(chapter.claims))
    heads = "\n".join(f'<th role="columnheader" scope="col">{head}</th>' for head in COLUMNS)
    rows = "\n".join(
        row(claim, f"{address}#{claim['id']}", chapter.robustness[claim["id"]])
        for claim in chapter.claims
    )
    # The roles keep it a table where the style sheet shows rows as cards.
    return (
        f'<p class="verified"><a href="{address}">Read the chapter.</a> {html.escape(record)}</p>\n'
        f'<table class="ledger" role="table">\n'
        f'<thead role="rowgroup">\n<tr role="row">\n{heads}\n</tr>\n</thead>\n'
        f'<tbody role="rowgroup">\n{rows}\n</tbody>\n</table>'
    )


def row(claim: dict, address: str, counts: dict[str, robustness.Held]) -> str:
    """A claim as a row of a table, with how often it held elsewhere."""
    name, statement, because = (html.escape(claim[k]) for k in ("id", "statement", "because"))
    relation = ledger.relation(claim)
    tolerance = f"{claim['tolerance']:.3g}" if claim["tolerance"] else "none"
    sign = "=" if relation == "target" and not claim["tolerance"] else SIGNS[relation]
    cells = [
        f'{statement}\n<a class="ledger-id" href="{address}">{name}</a>',
        f"{float(claim['measured']):.4g}",
        f"{sign} {claim[relation]:.6g}",
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
    for chapter in app.ledger:
        if chapter.page == page:
            record = verified.sentence(chapter.verified, len(chapter.claims))
            context["body"] += f'<p class="verified">{html.escape(record)}</p>\n'


def write_json(app, error):
    """Write the ledger beside the pages."""
    if error is None:
        Path(app.outdir, "ledger.json").write_text(ledger.to_json(app.ledger), encoding="utf-8")
