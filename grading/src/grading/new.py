"""A new homework: a small one that builds, grades and is proved, to be replaced by an author's."""

import re
import shutil
from pathlib import Path

SKELETON = Path(__file__).with_name("skeleton")
NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9_-]*")


def write_new(name: str, course: Path) -> list[Path]:
    """Write a homework of a name into a folder of homeworks; gives its files.

    Raises ValueError where the name cannot be one, or is taken.
    """
    if not NAME.fullmatch(name):
        raise ValueError(
            f"{name!r} is no name of a homework: a letter, then letters, digits, '_' and '-'"
        )
    folder = course / name
    if folder.exists():
        raise ValueError(f"{folder} is there already: choose another name, or remove it")
    shutil.copytree(SKELETON, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return sorted(path for path in folder.iterdir())
