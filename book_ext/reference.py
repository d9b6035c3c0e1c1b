"""The reference of `lib`, read off its files: signatures as they are written, docstrings, source.

    ```{lib-reference}
    ```

Groups and their order are those of the map in `lib/__init__.py`. Files are read, not imported, so
a signature shows its shapes as its author wrote them. Docstrings are read as MyST.
"""

import ast
import re
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from book_ext.folded import Fold, FoldTitle


class Entry(NamedTuple):
    """A public function or class."""

    name: str  # such as kl_divergence, or VAE.encode
    signature: str  # up to the colon; a class with its fields
    doc: str
    source: str
    methods: list["Entry"]


def setup(app):
    """Define the directive."""
    app.add_directive("lib-reference", LibReference)


class LibReference(SphinxDirective):
    """All of the package."""

    def run(self):
        """A section for each group, in it one for each file."""
        package = Path(self.env.srcdir, "lib")
        for path in package.glob("*.py"):
            self.env.note_dependency(str(path))
        intro, groups = package_map(ast.get_docstring(ast.parse(read(package / "__init__.py"))))
        sections = [self.group(package, title, files) for title, files in groups]
        return [*self.parse_text_to_nodes(intro), *sections]

    def group(self, package, title, files):
        """The section of a group."""
        name = nodes.Text(title)
        files = [self.file(package / f"{file}.py") for file in files]
        return section(f"lib-{title.lower()}", name, files)

    def file(self, path):
        """The section of a file."""
        doc, entries = read_module(read(path))
        title = nodes.literal("", f"lib.{path.stem}")
        content = [*self.doc(doc), *(self.entry(entry, path) for entry in entries)]
        return section(f"lib.{path.stem}", title, content)

    def entry(self, entry, path):
        """A function or class: its signature, its docstring, its source folded away."""
        box = nodes.container(classes=["entry"], ids=[f"lib.{path.stem}.{entry.name}"])
        box += self.code(entry.signature, "signature")
        box += self.doc(entry.doc)
        inner = nodes.container(classes=["methods"])
        for method in entry.methods:
            inner += self.code(method.signature, "signature")
            inner += self.doc(method.doc)
        box += inner if entry.methods else []
        title = FoldTitle("", f"Source, lib/{path.name}")
        box += Fold("", title, self.code(entry.source), classes=["source"])
        return box

    def doc(self, text):
        """A docstring as nodes; a role in it is spoken of, not meant."""
        text = re.sub(r"(\{[\w:-]+\})(?=`)", r"\\\1", text)
        return self.parse_text_to_nodes(text) if text else []

    def code(self, text, *classes):
        """Python in colour."""
        return nodes.literal_block(text, text, language="python", classes=list(classes))


def section(identifier: str, title, content):
    """A section with an id of its own, and with its place in the list of contents."""
    made = nodes.section("", nodes.title("", "", title), *content, ids=[identifier])
    made["names"] = [identifier]
    return made


def read(path: Path) -> str:
    """A file's text."""
    return path.read_text(encoding="utf-8")


def package_map(doc: str) -> tuple[str, list[tuple[str, list[str]]]]:
    """The first paragraph of the package's docstring, and its groups of files by their titles."""
    intro, *blocks = doc.split("\n\n")
    groups = [block.splitlines() for block in blocks]
    return intro, [(head.split(",")[0].rstrip(":"), [line.split()[0] for line in lines])
                   for head, *lines in groups]  # fmt: skip


def read_module(source: str) -> tuple[str, list[Entry]]:
    """The docstring and the public functions and classes of a file, in its order."""
    tree = ast.parse(source)
    kinds = (ast.FunctionDef, ast.ClassDef)
    found = [node for node in tree.body if isinstance(node, kinds) and public(node)]
    return ast.get_docstring(tree), [entry(node, source.splitlines()) for node in found]


def public(node) -> bool:
    """Whether a name is for the package's readers; a constructor is."""
    return not node.name.startswith("_") or node.name in {"__init__", "__call__"}


def entry(node, lines: list[str], owner: str = "") -> Entry:
    """What the page shows of a function or class."""
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    source = lines[first - 1 : node.end_lineno]
    inner = [each for each in node.body if isinstance(each, ast.FunctionDef) and public(each)]
    methods = [entry(each, lines, f"{node.name}.") for each in inner] if not owner else []
    return Entry(
        name=owner + node.name,
        signature=signature(node, lines),
        doc=ast.get_docstring(node) or "",
        source=dedent(source),
        methods=methods if isinstance(node, ast.ClassDef) else [],
    )


def signature(node, lines: list[str]) -> str:
    """The lines of a definition before its body, and a class's fields."""
    head = dedent(lines[node.lineno - 1 : node.body[0].lineno - 1])
    fields = [each for each in node.body if isinstance(each, ast.AnnAssign)]
    if isinstance(node, ast.ClassDef):
        return "\n".join([head, *(f"    {ast.unparse(field)}" for field in fields)])
    return re.sub(r":\s*$", "", head)


def dedent(lines: list[str]) -> str:
    """Lines without the indentation of the first."""
    indent = len(lines[0]) - len(lines[0].lstrip())
    return "\n".join(line[indent:] for line in lines).rstrip()
