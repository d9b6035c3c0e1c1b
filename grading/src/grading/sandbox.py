"""How a submission's process is shut in: by bubblewrap, else as another user, else not at all.

Whatever the level, checks and expected values are never in that process. A level says what it
enforces, and a report repeats it.
"""

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from grading import cgroup

PACKAGE = Path(__file__).resolve().parent  # which no submission needs
WITHIN = "/grader"  # where a sandbox finds its program
FIRST_USER = 62_000  # user ids that nobody has; one for each process at a time
BOOTSTRAP = (
    "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); "
    "runpy.run_module('worker', run_name='__main__', alter_sys=True)"
)
DISK = 64 * 2**20  # bytes
EVERYTHING = {
    "time": "the time of each question",
    "memory": "the memory of each process",
    "secrets": "checks and solutions out of sight",
    "network": "network off",
    "files": "system read-only",
    "user": "a user of its own",
    "processes": "all its processes ended",
    "count": "the number of processes",
}


class Level(NamedTuple):
    """A way to run a submission. enforced: keys of EVERYTHING."""

    name: str
    enforced: frozenset[str]

    @property
    def isolated(self) -> bool:
        """Whether marks may be trusted."""
        return self.name != "none"

    @property
    def missing(self) -> list[str]:
        """What is not enforced, in words."""
        return [words for key, words in EVERYTHING.items() if key not in self.enforced]


NONE = Level("none", frozenset({"time", "memory"}))
USER = Level("user", NONE.enforced | {"secrets", "user", "processes", "count"})
BUBBLEWRAP = Level("bubblewrap", frozenset(EVERYTHING))
LEVELS = {level.name: level for level in (BUBBLEWRAP, USER, NONE)}


@functools.cache
def best(secrets: tuple[Path, ...]) -> Level:
    """The strongest level that works here; `secrets` are files that must not be readable."""
    return next(measured(level) for level in LEVELS.values() if works(level, secrets))


def measured(level: Level) -> Level:
    """A level without what this machine cannot enforce: root's processes are not counted by it."""
    uncounted = level.name == "bubblewrap" and os.getuid() == 0 and "pids" not in cgroup.usable()
    return level._replace(enforced=level.enforced - {"count"}) if uncounted else level


def works(level: Level, secrets: tuple[Path, ...]) -> bool:
    """Whether a level shuts in a process that runs Python and NumPy, and can read no secret."""
    if level.name == "bubblewrap" and not shutil.which("bwrap"):
        return False
    if level.name == "user" and os.getuid() != 0:
        return False
    if level.name == "none":
        return True
    try:
        return trial(level, secrets).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def why_not(secrets: tuple[Path, ...]) -> str:
    """Why bubblewrap does not work here, in a line."""
    if not shutil.which("bwrap"):
        return "it is not installed"
    try:
        run = trial(BUBBLEWRAP, secrets)
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    said = run.stderr.decode(errors="replace").strip().splitlines()
    return said[-1] if said else "what must be secret can be read in it"


def trial(level: Level, secrets: tuple[Path, ...]) -> subprocess.CompletedProcess:
    """Run Python and NumPy at a level; it fails where they do, or a secret can be read."""
    code = "import numpy, os, sys; sys.exit(any(os.access(path, os.R_OK) for path in sys.argv[1:]))"
    probe = [python(), "-I", "-B", "-c", code, *map(str, secrets)]
    wrapped = bubblewrap(None, secrets) + probe if level.name == "bubblewrap" else probe
    return subprocess.run(
        wrapped, cwd="/", env=environment("/tmp"), capture_output=True, timeout=60,
        **(as_user(FIRST_USER) if level.name == "user" else {}),
    )  # fmt: skip


def command(level: Level, stage: Path, secrets: tuple[Path, ...]) -> list[str]:
    """The command of a submission's parent process, but for the numbers of its sockets."""
    within = WITHIN if level.name == "bubblewrap" else str(stage)
    program = [python(), "-I", "-B", "-c", BOOTSTRAP, within]
    return [*bubblewrap(stage, secrets), *program] if level.name == "bubblewrap" else program


def python() -> str:
    """This interpreter by a name without `..`, whose folders need not be there in a sandbox."""
    plain = os.path.normpath(sys.executable)
    same = os.path.exists(plain) and os.path.samefile(plain, sys.executable)
    return plain if same else os.path.realpath(sys.executable)


def environment(home: str) -> dict[str, str]:
    """All that a submission's process knows of our environment."""
    return {
        "PATH": "/usr/bin:/bin", "HOME": home, "TMPDIR": home, "MPLCONFIGDIR": home,
        "MPLBACKEND": "Agg", "LC_ALL": "C.UTF-8", "JAX_PLATFORMS": "cpu", "TQDM_DISABLE": "1",
        "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
        "HOMEWORK_GRADER": str(os.getpid()),
    }  # fmt: skip


def as_user(number: int) -> dict:
    """The options of a process that belongs to another user."""
    return {"user": number, "group": number, "extra_groups": []}


def bubblewrap(stage: Path | None, secrets: tuple[Path, ...]) -> list[str]:
    """The command that shuts in what follows it: the system and this Python, read-only, no more."""
    words = ["bwrap", "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent"]
    words += [
        "--new-session",
        "--as-pid-1",
        "--uid",
        "65534",
        "--gid",
        "65534",
        "--cap-drop",
        "ALL",
    ]
    words += ["--hostname", "homework", "--proc", "/proc", "--dev", "/dev"]
    words += ["--size", str(DISK), "--tmpfs", "/tmp", "--size", str(DISK), "--tmpfs", "/dev/shm"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64"):
        place = Path("/", name)
        if place.is_symlink():
            words += ["--symlink", os.readlink(place), str(place)]
        elif place.is_dir():
            words += ["--ro-bind", str(place), str(place)]
    words += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    for place in visible():
        words += ["--ro-bind", str(place), str(place)]
        for folder in sorted({PACKAGE, *(path.resolve().parent for path in secrets)}):
            if folder.is_relative_to(place.resolve()):  # then cover it, by each of its names
                words += ["--tmpfs", str(place / folder.relative_to(place.resolve()))]
    if stage:
        words += ["--ro-bind", str(stage), WITHIN]
    return [*words, "--remount-ro", "/", "--chdir", "/tmp", "--"]


def visible() -> list[Path]:
    """The folders that Python needs: /usr, this environment and the interpreter behind it."""
    wanted = [Path("/usr"), Path(sys.base_prefix), Path(sys.prefix)]
    wanted += [Path(path) for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    wanted = [Path(os.path.abspath(path)) for path in wanted if path.is_dir()]
    wanted += [path.resolve() for path in wanted]
    kept = []
    for path in wanted:
        if not any(path == other or other in path.parents for other in kept):
            kept.append(path)
    return kept
