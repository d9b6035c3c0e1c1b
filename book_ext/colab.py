r"""Notebooks that install the book where it is missing, as on Colab, Kaggle, a plain JupyterLab.

Every chapter begins with `FIRST_CELL`. A committed notebook cannot know where the book appears,
so the addresses in it (of `lib` and of `nbclaims`) are empty. `fill_in` writes them and changes
nothing else: `book_ext.downloads`
in what the site's download buttons give, and for the branch that the launch buttons open

    python -m book_ext.colab OWNER/NAME

Uses the standard library only.
"""

import json
import re
import sys
from pathlib import Path

FIRST_CELL = """\
# Where `lib` or `nbclaims` is missing, as on Colab, install both. What is there,
# JAX too, is kept.
import sys
from importlib.util import find_spec
from pathlib import Path
from subprocess import run
from tempfile import mkdtemp

SOURCE = ""  # the addresses of both, filled in where the book is published


def is_here(package, file):
    origin = getattr(find_spec(package), "origin", None)  # an empty folder has none
    return bool(origin) and Path(origin).with_name(file).exists()


def book_is_here():
    return is_here("lib", "mdp.py") and is_here("nbclaims", "claim.py")


if not book_is_here():
    pip, kept = [sys.executable, "-m", "pip"], Path(mkdtemp(), "kept.txt")
    listed = run([*pip, "list", "--format=freeze"], capture_output=True)
    kept.write_bytes(listed.stdout)
    pip += ["install", "--disable-pip-version-check", "--constraint", kept]
    pip += SOURCE.split()
    said = run(pip, capture_output=True, text=True).stderr.strip().split("\\n")
    if not book_is_here():
        raise RuntimeError(
            f"The book is missing, not to be had from {SOURCE or 'this copy'}: it "
            "needs Python 3.11, jax 0.7.2, flax 0.11.2 or newer, and a network (on "
            "Kaggle: Settings, Internet), or `pip install . ./nbclaims` in the "
            "book's clone; see to that, restart, and run this cell again. "
            f"{said[-1]}"
        )"""

EMPTY = 'SOURCE = ""'
ADDRESS = r"(git\+)?(https?|file)://[\w.@:/+%~-]+(#subdirectory=[\w-]+)?"
BRANCH = "colab"  # pushed when the site is published


def fill_in(notebook: str, source: str) -> str:
    """The text of a notebook's file, with addresses, separated by spaces, in its first cell.

    Raises:
      ValueError: one is not an address that pip installs from, or there is not one place for them.
    """
    for address in source.split(" "):
        if not re.fullmatch(ADDRESS, address):
            raise ValueError(f"expected an address that pip installs from, got {address!r}")
    place, filled = (json.dumps(line)[1:-1] for line in (EMPTY, f'SOURCE = "{source}"'))
    if notebook.count(place) != 1:
        raise ValueError(f"expected {EMPTY!r} once in the notebook, found {notebook.count(place)}")
    return notebook.replace(place, filled)


def fill_in_all(chapters: Path, source: str):
    """Fill in the addresses in the notebooks of a folder."""
    for path in sorted(chapters.glob("*.ipynb")):
        path.write_bytes(fill_in(path.read_bytes().decode(), source).encode())


def on_github(repository: str) -> str:
    """The addresses of `lib` and `nbclaims` in a repository ``owner/name``, on the branch above.

    Raises:
      ValueError: the name is not of that form.
    """
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", repository):
        raise ValueError(f"expected OWNER/NAME, got {repository!r}")
    root = f"git+https://github.com/{repository}@{BRANCH}"
    return f"{root} {root}#subdirectory=nbclaims"


if __name__ == "__main__":
    fill_in_all(Path("chapters"), on_github(sys.argv[1]))
