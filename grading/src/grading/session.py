"""One submission's process: started once, shut in, it forks for each question."""

import contextlib
import itertools
import os
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from grading import cgroup, sandbox
from grading.channel import NoAnswer
from grading.homework import Homework
from grading.sandbox import Level
from grading.worker import message

WORKER = Path(__file__).with_name("worker")
START = 120.0  # seconds until the process must be ready, imports included
END = 10.0  # seconds until it must have ended
MEMORY = 4 * 2**30  # bytes of address space; JAX fails below about 1.3 GB
PROCESSES = 64 + 16 * (os.cpu_count() or 1)  # JAX starts some threads for each processor
COUNTER = itertools.count()


class Session:
    """A submission's process, shut in at a level."""

    def __init__(self, homework: Homework, cells: list[dict], level: Level, slot: int = 0):
        """Start it. Raises NoAnswer when that fails. slot: unique among those that run now."""
        self.level, self.user, self.broken = level, sandbox.FIRST_USER + slot, False
        self.stage = Path(tempfile.mkdtemp(prefix="homework-"))
        fill(self.stage)
        self.group = cgroup.Cgroup([], [])
        if level.name != "user" and cgroup.usable():  # that user may not join one
            name = f"homework-{os.getpid()}-{next(COUNTER)}"
            self.group = cgroup.create(name, pids=PROCESSES, memory=MEMORY)
        ours, theirs = zip(*(socket.socketpair() for _ in range(1 + len(homework.questions))),
                           strict=True)  # fmt: skip
        self.control, *self.channels = ours
        numbers = [end.fileno() for end in theirs]
        words = sandbox.command(level, self.stage, homework.secrets)
        home = "/tmp" if level.name == "bubblewrap" else str(self.stage / "work")
        self.process = subprocess.Popen(
            cgroup.joining(self.group, [*words, *map(str, numbers)]),
            pass_fds=numbers, cwd=self.stage / "work", start_new_session=True,
            env=sandbox.environment(home),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            **(sandbox.as_user(self.user) if level.name == "user" else {}),
        )  # fmt: skip
        for end in theirs:
            end.close()
        try:
            deadline = time.monotonic() + START
            message.send(self.control, job(homework, cells, level), deadline)
            message.receive(self.control, deadline)
        except (EOFError, TimeoutError, ValueError) as error:
            self.close()
            raise NoAnswer(f"its process did not start ({type(error).__name__})") from None

    @contextlib.contextmanager
    def question(self, number: int) -> Iterator[socket.socket]:
        """Start the process of a question; gives our end of its socket.

        It ends afterwards, and all that it started; where that fails, the session is broken.
        """
        with contextlib.suppress(EOFError, TimeoutError):
            order = {"do": "start", "question": number}
            message.send(self.control, order, time.monotonic() + END)
        try:
            yield self.channels[number]
        finally:
            self.channels[number].close()
            self.broken |= not self.stop()

    def stop(self) -> bool:
        """End the question's process; whether nothing of it is left."""
        deadline = time.monotonic() + END
        try:
            message.send(self.control, {"do": "stop"}, deadline)
            return message.receive(self.control, deadline)["clean"] is True
        except (EOFError, TimeoutError, ValueError, TypeError, KeyError):
            return False

    def close(self) -> None:
        """End the process and all that it started."""
        for channel in (self.control, *self.channels):
            channel.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(0 if self.broken else END)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.wait()
        cgroup.remove(self.group)
        if self.level.name == "user":
            end_user(self.user)
        shutil.rmtree(self.stage, ignore_errors=True)


def fill(stage: Path) -> None:
    """Put what the process may read into a folder: its program, and a folder to write in."""
    shutil.copytree(WORKER, stage / "worker", ignore=shutil.ignore_patterns("__pycache__"))
    (stage / "work").mkdir()
    for path in (stage, *stage.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    (stage / "work").chmod(0o777)


def job(homework: Homework, cells: list[dict], level: Level) -> dict:
    """What the process is told: the notebook's cells, the questions' names, its limits."""
    given = [{"source": source, "question": None} for source in homework.given]
    text = "\n".join(cell["source"] for cell in [*given, *cells])
    seconds = int(4 * homework.seconds) + 4
    processes = None
    if level.name == "user" or os.getuid() != 0:
        processes = PROCESSES + own_processes() * (level.name != "user")
    limits = {"memory": MEMORY, "seconds": seconds, "file_size": sandbox.DISK}
    return {
        "cells": [*given, *cells],
        "questions": [{"name": q.name, "stub": q.stub} for q in homework.questions],
        "preload": [name for name in homework.preload if name.split(".")[0] in text],
        "limits": limits | {"processes": processes},
    }


def own_processes() -> int:
    """How many processes this user has; a limit on their number counts these too."""
    _, hard = resource.getrlimit(resource.RLIMIT_NPROC)
    count = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            count += folder.stat().st_uid == os.getuid()
    return count if hard == resource.RLIM_INFINITY else min(count, hard)


def end_user(number: int) -> None:
    """Kill every process of a user id that only we use."""
    for _ in range(200):
        found = False
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if folder.stat().st_uid == number:
                    os.kill(int(folder.name), signal.SIGKILL)
                    found = True
        if not found:
            return
        time.sleep(0.005)
