r"""Notebooks that install `lib` where it is missing, as on Colab.

Every chapter begins with `FIRST_CELL`. A committed notebook cannot know the repository that it is
published from, so the name is empty there, and the branch that the launch buttons open is made by

    python -m book_ext.colab OWNER/NAME

which fills it in and changes nothing else. Uses the standard library only.
"""

import json
import re
import sys
from pathlib import Path

FIRST_CELL = """\
# Where `lib` is missing, as on Colab, install it; what is there is not replaced.
from importlib.util import find_spec

REPOSITORY = ""  # owner/name, filled in on the branch that the Colab button opens
if find_spec("lib") is None:
    if not REPOSITORY:
        raise ModuleNotFoundError("`lib` is missing: see 'Running the book'.")
    %pip list --format=freeze > installed.txt
    %pip install --quiet --constraint installed.txt git+https://github.com/{REPOSITORY}@colab"""

EMPTY = 'REPOSITORY = ""'


def fill_in(notebook: str, repository: str) -> str:
    """The text of a notebook's file, with the repository's name in its first cell.

    Raises:
      ValueError: the name is not of the form owner/name, or the place for it is not there once.
    """
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", repository):
        raise ValueError(f"expected OWNER/NAME, got {repository!r}")
    place, name = (json.dumps(line)[1:-1] for line in (EMPTY, f'REPOSITORY = "{repository}"'))
    if notebook.count(place) != 1:
        raise ValueError(f"expected {EMPTY!r} once in the notebook, found {notebook.count(place)}")
    return notebook.replace(place, name)


if __name__ == "__main__":
    for path in sorted(Path("chapters").glob("*.ipynb")):
        path.write_bytes(fill_in(path.read_bytes().decode(), sys.argv[1]).encode())
