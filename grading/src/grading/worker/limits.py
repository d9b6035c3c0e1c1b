"""Bounds on one process, and the end of everything that it started. Linux: it reads /proc."""

import contextlib
import ctypes
import os
import resource
import signal
import time
from pathlib import Path

PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER = 4, 36
PATIENCE = 2.0  # seconds until all killed processes must be gone


def become_reaper() -> None:
    """Orphans of this process's descendants become its children, so none is lost.

    And no process of the same user may look into this one (`ptrace`, its open files).
    """
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def bound(*, memory: int, seconds: int, file_size: int, processes: int | None) -> None:
    """Limit this process and its children, forever. Bytes, CPU seconds, bytes, a count."""
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: file_size,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 256,
    }
    if processes:
        limits[resource.RLIMIT_NPROC] = processes
    for which, limit in limits.items():
        with contextlib.suppress(ValueError, OSError):  # not on this system
            hard = resource.getrlimit(which)[1]
            limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
            resource.setrlimit(which, (limit, limit))


def descendants() -> set[int]:
    """The processes that stem from this one, as /proc says."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            stat = (folder / "stat").read_text()
            parents[int(folder.name)] = int(stat.rpartition(")")[2].split()[1])
    found, new = set(), {os.getpid()}
    while new:
        new = {pid for pid, parent in parents.items() if parent in new} - found
        found |= new
    return found


def end_descendants() -> bool:
    """Kill every descendant; say whether all are gone."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        left = descendants()
        if not left:
            return True
        for pid in left:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.002)
    return False
