"""Checkpoints of a long run: one file for each, that is whole or refused.

A file holds the arrays of a state and a note, after the SHA-256 of both. The last two are kept:
should one be damaged, the run goes on from the one before it.
"""

import hashlib
import io
import json
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import PyTree

from nbclaims import atomic

DIGEST = 32  # bytes of a SHA-256
KEPT = 2


def save(folder: Path, number: int, state: PyTree, note: dict) -> None:
    """Write checkpoint `number` of a run; note is anything that JSON can hold."""
    folder.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    leaves = {str(i): np.asarray(leaf) for i, leaf in enumerate(jax.tree.leaves(state))}
    np.savez(buffer, note=np.array(json.dumps(note)), **leaves)
    content = buffer.getvalue()
    content = hashlib.sha256(content).digest() + content
    atomic.write(folder / f"{number:05d}.checkpoint", content)
    for old in files(folder)[:-KEPT]:
        old.unlink()


def read(file: Path, like: PyTree) -> tuple[PyTree, dict]:
    """The state and the note of a checkpoint; like: a state of the same structure.

    Raises ValueError, which names the file, when it is truncated or otherwise damaged, or when
    its arrays are not shaped like those of `like`.
    """
    raw = file.read_bytes()
    digest, content = raw[:DIGEST], raw[DIGEST:]
    if hashlib.sha256(content).digest() != digest:
        raise ValueError(f"{file} is truncated or corrupt: its checksum is another")
    leaves, structure = jax.tree.flatten(like)
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        note = json.loads(str(arrays["note"]))
        found = [jnp.asarray(arrays[name]) for name in arrays.files if name != "note"]
    if [(x.shape, x.dtype) for x in found] != [(x.shape, x.dtype) for x in leaves]:
        raise ValueError(f"{file} holds another state: its arrays have other shapes")
    return jax.tree.unflatten(structure, found), note


def latest(folder: Path, like: PyTree) -> tuple[PyTree, dict] | None:
    """The last checkpoint that can be read, or None; says on stderr which ones cannot."""
    for file in reversed(files(folder)):
        try:
            return read(file, like)
        except ValueError as error:
            print(f"{error}. It is not used.", file=sys.stderr, flush=True)
    return None


def files(folder: Path) -> list[Path]:
    """The checkpoints of a folder, the oldest first."""
    return sorted(folder.glob("*.checkpoint"))
