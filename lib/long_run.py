"""What a long run leaves behind: its arrays, name.npz, and its record, name.json, with a checksum.

A program writes both (`programs.record`), once; chapters and tests only read them.
"""

import hashlib
import json
from pathlib import Path

import numpy as np


def load_run(folder: Path, name: str, program: str) -> tuple[list[np.ndarray], dict]:
    """The arrays and the record of the last long run of a program that was finished.

    Raises FileNotFoundError when a file is missing, ValueError when the arrays are not those of
    the record; the message names the file and the remedy.
    """
    remedy = f"Restore it with `git checkout`, or make it anew with `python -m {program}`."
    arrays, record = folder / f"{name}.npz", folder / f"{name}.json"
    for file in (arrays, record):
        if not file.is_file():
            raise FileNotFoundError(f"a file of the long run is missing: {file}\n{remedy}")
    content = json.loads(record.read_text(encoding="utf-8"))
    if hashlib.sha256(arrays.read_bytes()).hexdigest() != content["sha256"]:
        raise ValueError(f"the arrays are not those of the record: {arrays}\n{remedy}")
    with np.load(arrays, allow_pickle=False) as found:
        return [found[key] for key in found.files], content
