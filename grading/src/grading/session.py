"""One submission's process: started once, shut in, it forks for each question."""

import ast
import contextlib
import functools
import itertools
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from grading import cgroup, sandbox, student
from grading.channel import NoAnswer
from grading.homework import Homework
from grading.sandbox import Level
from grading.syntax import parse
from grading.worker import message

WORKER = Path(__file__).with_name("worker")
START = 600.0  # seconds until the process must be ready; it runs nothing of a submission before
END = 10.0  # seconds until it must have ended
MEMORY = 4 * 2**30  # bytes of address space; JAX fails below about 1.3 GB
CPUS = 1.0  # processors at most: what attacks takes no time of the others
PROCESSES = 64 + 16 * (os.cpu_count() or 1)  # JAX starts some threads for each processor
COUNTER = itertools.count()
MAGIC = re.compile(r"^\s*[%!?]|\?\s*$|=\s*[%!]", re.M)  # where a cell may be IPython's


class Session:
    """A submission's process, shut in at a level."""

    def __init__(self, homework: Homework, cells: list[dict], level: Level, slot: int = 0):
        """Start it. Raises NoAnswer when that fails. slot: unique among those that run now."""
        self.level, self.user, self.broken = level, sandbox.FIRST_USER + slot, False
        told = job(homework, cells, level)
        sweep(Path(tempfile.gettempdir()))
        self.stage = Path(tempfile.mkdtemp(prefix=f"homework-{os.getpid()}-"))
        fill(self.stage)
        self.group = cgroup.Cgroup([], [])
        if level.name != "user" and cgroup.usable():  # that user may not join one
            name = f"homework-{os.getpid()}-{next(COUNTER)}"
            self.group = cgroup.create(name, pids=PROCESSES, memory=MEMORY, cpus=CPUS)
        count = 1 + 2 * len(homework.questions)  # each question is asked twice at most
        ours, theirs = zip(*(socket.socketpair() for _ in range(count)), strict=True)
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
            message.send(self.control, told, deadline)
            message.receive(self.control, deadline)
        except (EOFError, TimeoutError, ValueError) as error:
            self.close()
            raise NoAnswer(f"its process did not start ({type(error).__name__})") from None

    @contextlib.contextmanager
    def question(
        self, number: int, *, to_the_end: bool = False, handed_out: bool = False
    ) -> Iterator[int]:
        """Start the process of a question; gives the number of our end of its socket.

        It ends afterwards, and all that it started; where that fails, the session is broken.
        to_the_end: it is asked after the last cell, else after its own one. handed_out: cells that
        are as they were handed out are run too.
        """
        which = 2 * number + to_the_end
        order = {"do": "start", "question": number, "socket": which}
        order |= {"to_the_end": to_the_end, "handed_out": handed_out}
        with contextlib.suppress(EOFError, TimeoutError):
            message.send(self.control, order, time.monotonic() + END)
        try:
            yield which
        finally:
            self.channels[which].close()
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


@functools.cache
def sweep(folder: Path) -> None:
    """Remove the stages that graders which were killed have left in a folder."""
    for stage in folder.glob("homework-*-*"):
        number = stage.name.split("-")[1]
        if number.isdigit() and not Path("/proc", number).exists() and Path("/proc/1").exists():
            shutil.rmtree(stage, ignore_errors=True)


def fill(stage: Path) -> None:
    """Put what the process may read into a folder: its program, and a folder to write in."""
    shutil.copytree(WORKER, stage / "worker", ignore=shutil.ignore_patterns("__pycache__"))
    (stage / "work").mkdir()
    for path in (stage, *stage.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    (stage / "work").chmod(0o777)


def job(homework: Homework, cells: list[dict], level: Level) -> dict:
    """What the process is told: the cells that run, the questions' names, its limits.

    Of what is given an import is left out whose names occur in no cell that a student has written.
    """
    ours = [*homework.given, *student.code_cells(homework)]
    known = {" ".join(source.split()) for source in ours}
    text = "\n".join(c["source"] for c in cells if " ".join(c["source"].split()) not in known)
    given = [wanted(source, text) for source in homework.given]
    modules = [name for name in homework.preload if name.split(".")[0] in "\n".join([*given, text])]
    modules += [name for name in imports(given) if name not in modules]
    if MAGIC.search(text):
        modules.append("IPython.core.inputtransformer2")
    processes = None
    if level.name == "user" or os.getuid() != 0:
        processes = PROCESSES + own_processes() * (level.name != "user")
    seconds = int(4 * homework.seconds) + 4
    limits = {"memory": MEMORY, "seconds": seconds, "file_size": sandbox.DISK}
    return {
        "cells": cells,
        "given": given,
        "handed_out": ours,
        "questions": [{"name": q.name, "stub": q.stub} for q in homework.questions],
        "preload": modules,
        "patience": homework.seconds,
        "limits": limits | {"processes": processes},
    }


def wanted(given: str, text: str) -> str:
    """What is given, without imports of names that do not occur in a text."""
    kept = [
        node
        for node in parse(given).body
        if not isinstance(node, ast.Import | ast.ImportFrom)
        or any(re.search(rf"\b{name}\b", text) for name in names(node))
    ]
    return ast.unparse(ast.Module(kept, []))


def names(node: ast.Import | ast.ImportFrom) -> list[str]:
    """What an import binds; for a star anything, "" occurs everywhere."""
    bound = [(alias.asname or alias.name).split(".")[0] for alias in node.names]
    return ["" if name == "*" else re.escape(name) for name in bound]


def imports(given: list[str]) -> list[str]:
    """The modules that are imported by name in what is given."""
    nodes = [node for source in given for node in parse(source).body]
    return [a.name for node in nodes if isinstance(node, ast.Import) for a in node.names]


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
