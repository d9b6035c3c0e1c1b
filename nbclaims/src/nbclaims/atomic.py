"""Files that are at all times either the old one or the new one, whole."""

import os
from pathlib import Path


def write(file: Path, content: bytes) -> None:
    """Replace a file, or make it; what is killed leaves the old one and a hidden draft."""
    draft = file.with_name(f".{file.name}.new")
    with draft.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(draft, file)
