"""Something to touch on a page: it computes in the reader's browser, without a kernel.

    :::{explorable} gridworld
    :title: Change the world, and watch the best policy change

    What stands there on paper and where scripts do not run, such as "{numref}`fig-phases` shows …".
    :::

`explorables/core` holds pure functions, which the tests compare with `lib`; `views` shows each
explorable, and `frame.js` has what all views share. They are modules that import by name only. For
a page they become one classic script, which also runs where a page is opened as a file: a module
after those that it imports, in one scope, so no name may be used twice.
"""

import re
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

HERE = Path(__file__).parent / "explorables"
NAMES = sorted(path.stem for path in HERE.glob("views/*.js"))
IMPORT = re.compile(r'^import \{[^}]*\} from "([^"]+)";\n', re.MULTILINE)


class Explorable(nodes.General, nodes.Element):
    """Where the script puts it; its children are what is there without one."""


def setup(app):
    """Define the directive, write the scripts, and put each on the pages that need it."""
    app.add_node(Explorable, html=(visit, depart))
    app.add_directive("explorable", ExplorableDirective)
    app.connect("config-inited", add_style)
    app.connect("builder-inited", write)
    app.connect("html-page-context", add_scripts)


def add_style(app, config):
    """The style sheet is part of the site's one."""
    config.html_static_path.append(str(HERE / "explorables.css"))
    app.add_css_file("explorables.css", priority=901)


def write(app):
    """Write the script of each explorable."""
    static = Path(app.outdir, "_static")
    static.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        text = script(HERE / "views" / f"{name}.js")
        (static / f"explore-{name}.js").write_text(text, encoding="utf-8")


def add_scripts(app, page, template, context, doctree):
    """Put the scripts on a page that has explorables."""
    for node in doctree.findall(Explorable) if doctree else ():
        app.add_js_file(f"explore-{node['name']}.js", loading_method="defer")


def script(*files: Path) -> str:
    """Modules, and those that they import, as one classic script."""
    parts = "\n".join(module(path) for path in ordered(files))
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


def ordered(files) -> list[Path]:
    """Modules in an order in which each comes after those that it imports."""
    found = []
    for path in map(Path.resolve, files):
        text = path.read_text(encoding="utf-8")
        needed = ordered(path.parent / name for name in IMPORT.findall(text))
        found += [each for each in (*needed, path) if each not in found]
    return found


def module(path: Path) -> str:
    """What a module defines, without what only modules say, and without its comments."""
    text = IMPORT.sub("", path.read_text(encoding="utf-8"))
    text = re.sub(r"^export ", "", text, flags=re.MULTILINE)
    return re.sub(r"^ *//.*\n|^\n", "", text, flags=re.MULTILINE)


class ExplorableDirective(SphinxDirective):
    """The place of an explorable."""

    required_arguments = 1
    option_spec = {"title": directives.unchanged_required}  # noqa: RUF012, as docutils has it
    has_content = True

    def run(self):
        """The place; an error for an unknown name, and where the title or the text is missing."""
        name = self.arguments[0]
        if name not in NAMES:
            raise self.error(f"explorable {name}: there are {', '.join(NAMES)}")
        if "title" not in self.options:
            raise self.error(f"explorable {name}: it needs a title")
        self.assert_has_content()
        still = self.parse_content_to_nodes()
        title, messages = self.parse_inline(self.options["title"])
        heading = nodes.paragraph("", "", *title, classes=["explorable-title"])
        return [Explorable("", heading, *still, name=name, ids=[f"explore-{name}"]), *messages]


def visit(self, node):
    """Open the place."""
    name = f"explore-{node['name']}"
    self.body.append(self.starttag(node, "div", CLASS=f"explorable {name}", role="group"))


def depart(self, node):
    """Close the place."""
    self.body.append("</div>\n")
