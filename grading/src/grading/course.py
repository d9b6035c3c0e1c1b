"""A course's homeworks, as commands name them; they stop, and say why, where there is none."""

import sys
from pathlib import Path

from grading.homework import Homework, find, load


def homeworks(folder: Path, names: list[str]) -> list[Homework]:
    """The named homeworks of a folder, or all; stops, and says which there are, without one."""
    known = {path.name: path for path in find(folder)}
    if not known:
        sys.exit(f"there is no homework in {folder}: no folder in it has a source.ipynb")
    for name in names:
        if name not in known:
            sys.exit(f"there is no homework {name}, only {', '.join(known)}")
    found = []
    for name in names or known:
        try:
            found.append(load(known[name]))
        except Exception as error:  # whatever its author wrote; the others wait for theirs
            print(f"homework {name} is left out: {type(error).__name__}: {error}", file=sys.stderr)
    if not found or len(found) < len(names):
        sys.exit("nothing is done")
    return found


def chosen(options) -> list[Homework]:
    """The homework that is named, or all."""
    return homeworks(options.folder, [options.homework] if options.homework else [])
