"""What the download buttons give: the chapter, with the address of `lib` where it is known.

Where BOOK_URL is set, a wheel is built and published with the site, and its address is filled in.
Otherwise it is the repository's, where GITHUB_REPOSITORY is set, as on GitHub's runners. On a
reader's own machine neither is, and the download is the notebook as it is committed.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from book_ext import colab


def setup(app):
    """Run when the pages, and the copies of their sources, are written."""
    app.connect("build-finished", fill_in)


def fill_in(app, error):
    """Fill in the address, in the copies that the site holds."""
    if error is None and app.builder.format == "html" and (source := address(app)):
        colab.fill_in_all(Path(app.outdir, "_sources", "chapters"), source)


def address(app) -> str:
    """Where `lib` is to be had, or nothing."""
    if url := os.environ.get("BOOK_URL"):
        return f"{url.rstrip('/')}/{build(Path(app.confdir), Path(app.outdir))}"
    repository = os.environ.get("GITHUB_REPOSITORY")
    return colab.on_github(repository) if repository else ""


def build(project: Path, site: Path) -> str:
    """Put a wheel of the project into the site, and return its name."""
    uv = Path(sys.executable).with_name("uv")
    with tempfile.TemporaryDirectory() as folder:
        # By way of a source distribution, which leaves nothing behind in the project.
        subprocess.run([uv, "build", "--quiet", "--out-dir", folder, project], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        (site / wheel.name).write_bytes(wheel.read_bytes())
    return wheel.name
