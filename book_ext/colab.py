r"""Notebooks that install `lib` where it is missing, as on Colab, on Kaggle, in a plain JupyterLab.

Every chapter begins with `FIRST_CELL`. A committed notebook cannot know where the book appears,
so the address in it is empty. `fill_in` writes it and changes nothing else: `book_ext.downloads`
in what the site's download buttons give, and for the branch that the launch buttons open

    python -m book_ext.colab OWNER/NAME

Uses the standard library only.
"""

import json
import re
import sys
from pathlib import Path

FIRST_CELL = """\
# Where `lib` is missing, as on Colab, install it. What is there, JAX too, is kept.
import sys
from importlib.util import find_spec
from pathlib import Path
from subprocess import run
from tempfile import mkdtemp

SOURCE = ""  # the address of `lib`, filled in where the book is published


def lib_is_here():
    file = getattr(find_spec("lib"), "origin", None)  # an empty folder has none
    return bool(file) and Path(file).with_name("mdp.py").exists()


if not lib_is_here():
    pip, kept = [sys.executable, "-m", "pip"], Path(mkdtemp(), "kept.txt")
    listed = run([*pip, "list", "--format=freeze"], capture_output=True)
    kept.write_bytes(listed.stdout)
    pip += ["install", "--disable-pip-version-check", "--constraint", kept, SOURCE]
    said = run(pip, capture_output=True, text=True).stderr.strip().split("\\n")
    if not lib_is_here():
        raise RuntimeError(
            f"`lib` is missing, and not to be had from {SOURCE or 'this copy'}: it "
            "needs Python 3.11, jax 0.7.2, flax 0.11.2 or newer, and a network (on "
            "Kaggle: Settings, Internet), or `pip install .` in the book's clone; "
            f"see to that, restart, and run this cell again. {said[-1]}"
        )"""

EMPTY = 'SOURCE = ""'
BRANCH = "colab"  # pushed when the site is published


def fill_in(notebook: str, source: str) -> str:
    """The text of a notebook's file, with the address of `lib` in its first cell.

    Raises:
      ValueError: it is not an address that pip installs from, or there is not one place for it.
    """
    if not re.fullmatch(r"(git\+)?(https?|file)://[\w.@:/+%~-]+", source):
        raise ValueError(f"expected an address that pip installs from, got {source!r}")
    place, filled = (json.dumps(line)[1:-1] for line in (EMPTY, f'SOURCE = "{source}"'))
    if notebook.count(place) != 1:
        raise ValueError(f"expected {EMPTY!r} once in the notebook, found {notebook.count(place)}")
    return notebook.replace(place, filled)


def fill_in_all(chapters: Path, source: str):
    """Fill in the address in the notebooks of a folder."""
    for path in sorted(chapters.glob("*.ipynb")):
        path.write_bytes(fill_in(path.read_bytes().decode(), source).encode())


def on_github(repository: str) -> str:
    """The address of `lib` in a repository ``owner/name``, on the branch above.

    Raises:
      ValueError: the name is not of that form.
    """
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", repository):
        raise ValueError(f"expected OWNER/NAME, got {repository!r}")
    return f"git+https://github.com/{repository}@{BRANCH}"


if __name__ == "__main__":
    fill_in_all(Path("chapters"), on_github(sys.argv[1]))
