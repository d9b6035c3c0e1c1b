"""What the download buttons give: the chapter, with the addresses of `lib` and `nbclaims`.

Where BOOK_URL is set, wheels are built and published with the site, and their addresses are filled
in. Otherwise they are the repository's, where GITHUB_REPOSITORY is set, as on GitHub's runners. On
a reader's own machine neither is, and the download is the notebook as it is committed.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from book_ext import colab

PROJECTS = (".", "nbclaims")  # folders in the repository


def setup(app):
    """Run when the pages, and the copies of their sources, are written."""
    app.connect("build-finished", fill_in)


def fill_in(app, error):
    """Fill in the addresses, in the copies that the site holds."""
    if error is None and app.builder.format == "html" and (source := address(app)):
        colab.fill_in_all(Path(app.outdir, "_sources", "chapters"), source)


def address(app) -> str:
    """Where the book's packages are to be had, or nothing."""
    if url := os.environ.get("BOOK_URL"):
        wheels = build(Path(app.confdir), Path(app.outdir))
        return " ".join(f"{url.rstrip('/')}/{wheel}" for wheel in wheels)
    repository = os.environ.get("GITHUB_REPOSITORY")
    return colab.on_github(repository) if repository else ""


def build(root: Path, site: Path) -> list[str]:
    """Put wheels of the repository's projects into the site, and return their names."""
    uv, names = Path(sys.executable).with_name("uv"), []
    for project in PROJECTS:
        with tempfile.TemporaryDirectory() as folder:
            # By way of a source distribution, which leaves nothing behind in the project.
            command = [uv, "build", "--quiet", "--out-dir", folder, root / project]
            subprocess.run(command, check=True)
            (wheel,) = Path(folder).glob("*.whl")
            (site / wheel.name).write_bytes(wheel.read_bytes())
        names.append(wheel.name)
    return names
