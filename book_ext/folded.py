"""What is folded away, such as a solution, needs no script: it is HTML's own `details`."""

from docutils import nodes


class Fold(nodes.General, nodes.Element):
    """A block that is closed until the reader opens it."""


class FoldTitle(nodes.General, nodes.TextElement):
    """The line that opens it."""


def setup(app):
    """Fold every statement of the class ``dropdown``."""
    app.add_node(Fold, html=(visit_fold, depart_fold))
    app.add_node(FoldTitle, html=(visit_title, depart_title))
    app.connect("doctree-resolved", fold)


def fold(app, doctree, page):
    """Replace statements of the class ``dropdown``, whatever their kind, by folds."""
    for node in list(doctree.findall(lambda node: "dropdown" in attribute(node, "classes"))):
        title, *content = node.children
        line = FoldTitle("", "", *title.children)
        for reference in list(line.findall(nodes.reference)):  # a click is to unfold
            reference.replace_self(reference.children)
        classes = [name for name in node["classes"] if name != "dropdown"]
        made = Fold("", line, *content, ids=node["ids"], classes=[*classes, "admonition"])
        node.parent.replace(node, made)
    # These extensions give each statement's content the same id.
    for node in doctree.findall(nodes.section):
        node["ids"] = [name for name in node["ids"] if not name.endswith("-content")]


def attribute(node, name):
    """A list that a node may have."""
    return node.attributes.get(name, []) if isinstance(node, nodes.Element) else []


def visit_fold(self, node):
    """Open the block."""
    self.body.append(self.starttag(node, "details"))


def depart_fold(self, node):
    """Close the block."""
    self.body.append("</details>\n")


def visit_title(self, node):
    """Open the line."""
    self.body.append('<summary class="admonition-title">')


def depart_title(self, node):
    """Close the line."""
    self.body.append("</summary>\n")
