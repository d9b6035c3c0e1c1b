"""What a term or a symbol means, where a chapter first uses it.

Terms are those of the glossary on the page NOTATION, symbols those of its table. Their first use in
the paragraphs of a chapter becomes a link to the entry, and the page brings the definition in a
`<template>`, which `static/previews.js` shows as it shows a theorem: on hovering, with the keyboard
and on a first tap, also where the page is opened as a file. A row that names a chapter holds there
alone. A symbol of one letter is not linked, nor one of two rows: it may mean something else.
"""

import re
from collections import Counter
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes

from book_ext import folded, mathematics
from book_ext.explorable import Explorable
from nbclaims.ledger.page import chapters

NOTATION = "chapters/notation"
LOOK = re.compile(r"\\(?:mathrm|operatorname|text)\{(\w+)\}|\\[bB]ig+[lrm]?|\\[,;:! ]|\s")


class Entry(NamedTuple):
    """Where a term or a symbol stands on the page, and what it means."""

    anchor: str
    meaning: list[nodes.Node]


class Definition(nodes.General, nodes.Element):
    """What an entry means, on the page that uses it; a browser does not show it."""


def setup(app):
    """Give the rows of the table addresses, and link when everything else of a page is there."""
    app.add_node(Definition, html=(visit, depart))
    app.connect("doctree-read", name_rows)
    app.connect("doctree-resolved", link, priority=700)


def visit(self, node):
    """Open a template."""
    self.body.append(self.starttag(node, "template"))


def depart(self, node):
    """Close it."""
    self.body.append("</template>\n")


def rows(doctree) -> list[nodes.row]:
    """The rows of the table that have a symbol."""
    return [row for row in doctree.findall(nodes.row) if any(row[0].findall(nodes.math))]


def name_rows(app, doctree):
    """Give each row an address."""
    if app.env.docname == NOTATION:
        for place, row in enumerate(rows(doctree), start=1):
            row["ids"].append(f"symbol-{place}")


def terms(doctree) -> dict[str, Entry]:
    """Each term of the glossary, in small letters, and several of it; an entry may have names."""
    found = {}
    for glossary in doctree.findall(addnodes.glossary):
        for item in glossary.findall(nodes.definition_list_item):
            names = [term.astext() for term in item.findall(nodes.term)]
            meaning = [nodes.strong("", names[0]), nodes.Text(": "), *inline(item[-1])]
            entry = Entry(item[0]["ids"][0], meaning)
            found |= dict.fromkeys(
                (f"{name.lower()}{s}" for name in names for s in ("", "s")), entry
            )
    return found


def symbols(doctree, chapter: int) -> dict[str, Entry]:
    """Each symbol of the table that means one thing in a chapter, as `plain` has it."""
    found = []
    for row in rows(doctree):
        symbol, code, meaning = map(inline, row)
        named = " ".join(re.findall(r"chapters? ([\d and]+)", row.astext()))
        if not named or str(chapter) in named:
            code = [nodes.Text(". In the code: "), *code] if code else []
            entry = Entry(row["ids"][-1], [*symbol, nodes.Text(": "), *meaning, *code])
            found += [(plain(each.astext()), entry) for each in row[0].findall(nodes.math)]
    rows_of = Counter(formula for formula, _ in found)
    return {
        formula: entry
        for formula, entry in found
        if rows_of[formula] == 1 and mathematics.symbols(formula) > 1
    }


def inline(part) -> list[nodes.Node]:
    """What stands in the paragraphs of a cell or a definition."""
    return [child for paragraph in part for child in paragraph.children]


def plain(latex: str) -> str:
    """A formula without what changes its look alone: one symbol is one string."""
    for macro, meaning in mathematics.MACROS.items():
        latex = re.sub(re.escape(macro) + r"(?![a-zA-Z])", lambda _, new=meaning: new, latex)
    return LOOK.sub(r"\1", latex.replace(r"\|", r"\Vert "))


def link(app, doctree, page):
    """Link the first uses in a chapter, and add to the page what they mean."""
    number = {each.page: each.number for each in chapters(app)}.get(page)
    if not number:
        return
    notation = app.env.get_doctree(NOTATION)
    words, signs = terms(notation), symbols(notation, number)
    longest = sorted(map(re.escape, words), key=len, reverse=True)
    word = re.compile(rf"(?<![\w-])({'|'.join(longest)})(?![\w-])", re.IGNORECASE)
    address = app.builder.get_relative_uri(page, NOTATION)
    used = {}

    def first(entry, shown) -> nodes.Node:
        """A link at the first use of an entry; else what is shown."""
        if entry is None or entry.anchor in used:
            return shown
        used[entry.anchor] = entry.meaning
        look = {"refuri": f"{address}#{entry.anchor}", "internal": True, "classes": ["term"]}
        if not isinstance(shown, nodes.Text):  # not every screen reader names a formula
            look["reftitle"] = "What it means"
        return nodes.reference("", "", shown, **look)

    for paragraph in list(doctree.findall(in_sight)):
        for formula in list(paragraph.findall(in_line)):
            linked = first(signs.get(plain(formula.astext())), formula.deepcopy())
            formula.replace_self(linked)
        for text in [child for child in paragraph if isinstance(child, nodes.Text)]:
            pieces = map(nodes.Text, filter(None, word.split(text)))
            paragraph.replace(text, [first(words.get(each.lower()), each) for each in pieces])
    for anchor, meaning in used.items():
        text = nodes.paragraph("", "", *(node.deepcopy() for node in meaning))
        definition = Definition("", text, ids=[f"about-{anchor}"])
        mathematics.keep_together(app, definition, page)
        doctree.append(definition)


def in_sight(node) -> bool:
    """A paragraph that is read where it stands: not folded, in a table, or for paper alone."""
    others = (addnodes.glossary, Explorable, folded.Fold, nodes.Admonition, nodes.table)
    around, ancestors = node.parent, []
    while around is not None:
        ancestors.append(around)
        around = around.parent
    return isinstance(node, nodes.paragraph) and not any(
        isinstance(each, others) or "dropdown" in each.get("classes", []) for each in ancestors
    )


def in_line(node) -> bool:
    """A formula within a line, not emphasised and not a link."""
    if not isinstance(node, nodes.math):
        return False
    around = node.parent
    return isinstance(around, nodes.paragraph) or "unbroken" in around["classes"]
