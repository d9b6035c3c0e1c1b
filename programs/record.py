"""The files of a long run: its arrays, and a record that says what was done, when and where."""

import hashlib
import io
import json
import time
from collections.abc import Sequence
from pathlib import Path

import jax
import numpy as np

from nbclaims import atomic
from nbclaims.record import here

PACKAGES = ["jax", "jaxlib", "flax", "optax", "numpy"]


def save(folder: Path, name: str, arrays: Sequence[np.ndarray], record: dict) -> None:
    """Replace name.npz and name.json in the folder; an interrupted write leaves the old ones.

    The arrays are written in half precision, and their SHA-256 is added to the record.
    """
    buffer = io.BytesIO()
    np.savez_compressed(buffer, *(np.asarray(array, np.float16) for array in arrays))
    packed = buffer.getvalue()
    record = record | {"sha256": hashlib.sha256(packed).hexdigest()}
    text = json.dumps(record, indent=1) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in ((f"{name}.npz", packed), (f"{name}.json", text.encode())):
        atomic.write(folder / file, content)


def spent(begin: float, busy: float) -> dict:
    """Seconds since then, on the clock (`time.monotonic`) and of the processor."""
    return {
        "seconds": round(time.monotonic() - begin, 1),
        "processor_seconds": round(time.process_time() - busy, 1),
    }


def environment() -> dict:
    """Device, machine and versions, as in the record of a notebook's last run."""
    return here(PACKAGES) | {"device": jax.devices()[0].device_kind}
