"""Numbers of a question that each student has for himself.

checks.py says which they are, and what each may be; the names are there with the values of the
notebook that is published. Checks and solutions use the names, as any others:

    rate, level = 3, 0.95
    VARIANTS = {"rate": range(2, 10), "level": (0.9, 0.95, 0.99)}

The source has a cell tagged `variant`, in which a line assigns each, and one the student. It is
handed out with a student's own. What these are is decided by a hash of the homework's name, the
student's and the number's: the same wherever it is computed, whatever is installed there.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence

ALLOWED = re.compile(r"\w[\w.@+ -]*")  # who a notebook can be built for: it becomes a file's name


def numbers(homework: str, student: str, choices: Mapping[str, Sequence]) -> dict:
    """A student's numbers: name → one of its choices."""
    return {name: some[_hash(homework, key(student), name) % len(some)]
            for name, some in choices.items()}  # fmt: skip


def key(student: str) -> str:
    """A student's identity, however it is written."""
    return student.strip().lower()


def assigned(source: str, values: Mapping[str, object]) -> str:
    """A cell's code in which names are assigned other values; what stands behind `  #` stays.

    Raises ValueError where a name has not one line `name = …`.
    """
    for name, value in values.items():
        line = f"{name} = {value!r}" if name != "student" else f'student = "{value}"'
        found = re.compile(rf"^{name} = .*?(?=  #|$)", re.M)
        source, count = found.subn(lambda _, line=line: line, source)
        if count != 1:
            raise ValueError(f"the cell tagged variant must have one line `{name} = …`: {count}")
    return source


def mismatch(student: str, handed_out_to: str) -> list[str]:
    """What is said of a notebook that was handed out to somebody else than it says."""
    if not handed_out_to or key(student) == key(handed_out_to):
        return []
    return [f"this notebook was handed out to {handed_out_to}, and says that it is of {student}"]


def _hash(*words: str) -> int:
    return int.from_bytes(hashlib.sha256(json.dumps(words).encode()).digest()[:8])
