"""The record of a notebook's last run: when, with what, on what, and how long it took.

`refresh` writes it into the notebook's metadata; the site shows it. It names no host and no path.
"""

from datetime import UTC, datetime

KEY = "verified"
FIELDS = {"date", "seconds", "device", "machine", "processors", "versions"}


def here(packages: list[str], device: str = "") -> dict:
    """What the record says about the process that calls this: device, machine, versions.

    packages: distributions. device: an expression that names what computes; the CPU without one.
    Its source is run in the notebook's kernel, so it uses no other name of this file.
    """
    import os
    import platform
    from importlib.metadata import version

    affinity = getattr(os, "sched_getaffinity", None)  # absent on macOS and Windows
    return {
        "device": eval(device) if device else "cpu",
        "machine": platform.machine(),
        "processors": len(affinity(0)) if affinity else os.cpu_count(),
        "versions": {"python": platform.python_version()} | {p: version(p) for p in packages},
    }


def record(seconds: float, environment: dict) -> dict:
    """The record of a run that ends now and took so many seconds, in what `here` describes."""
    today = datetime.now(UTC).date().isoformat()
    return {"date": today, "seconds": round(seconds, 1), **environment}


def read(notebook: dict) -> dict:
    """The record in a notebook's metadata.

    Raises:
      ValueError: there is none, or it is not what `record` makes.
    """
    found = notebook["metadata"].get(KEY, {})
    if set(found) != FIELDS:
        raise ValueError("no record of a verified run: run 'python -m nbclaims refresh' on it")
    return found


def sentence(record: dict, claims: int) -> str:
    """The record in words, for a notebook that makes so many claims."""
    asserted = f" and {count(claims, 'claim')} asserted" if claims else ""
    device = {"cpu": "CPU"}.get(record["device"], record["device"])
    processors = count(record["processors"], "processor")
    versions = ["Python " + record["versions"]["python"]]
    versions += [f"{name} {v}" for name, v in record["versions"].items() if name != "python"]
    return (
        f"Last verified on {record['date']}: all outputs computed{asserted} "
        f"in {record['seconds']:.0f} s on {device} ({record['machine']}, {processors}), "
        f"with {', '.join(versions)}."
    )


def count(number: int, noun: str) -> str:
    """A number and its noun, such as '1 claim' or '2 claims'."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
