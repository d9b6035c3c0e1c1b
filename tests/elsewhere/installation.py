"""Makes environments: an empty one on some Python, and the book in it, in three ways."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from book_ext import colab, downloads

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")
COLAB = Path(__file__).with_name("colab.txt")
VERSIONS = """
import importlib.metadata, json
print(json.dumps({d.metadata["Name"]: d.version for d in importlib.metadata.distributions()}))
"""


class CannotInstall(Exception):
    """The book does not go into an environment."""


class Unreachable(CannotInstall):
    """What others publish cannot be had, as without a network."""


def interpreter(version: str) -> Path | None:
    """A Python of that version, if this machine has one; those that pyenv keeps count too."""
    environment = dict(os.environ)
    if shutil.which("pyenv"):
        kept = subprocess.run(["pyenv", "versions", "--bare"], capture_output=True, text=True)
        environment["PYENV_VERSION"] = ":".join(kept.stdout.split())
    command = [UV, "python", "find", "--system", "--no-python-downloads", version]
    run = subprocess.run(command, env=environment, capture_output=True, text=True)
    return Path(run.stdout.strip()) if run.returncode == 0 else None


def on_colab(folder: Path, base: Path) -> Path:
    """Colab's versions; then the notebook's first cell, beside an empty folder `lib`.

    Returns the environment's Python.

    Raises:
      CannotInstall: the cell fails, or it replaces what the runtime has.
    """
    python = empty(folder, base, "--seed")
    fetch(python, "--refresh", "-r", COLAB)  # asks the network even where all is in uv's cache
    before = versions(python)
    elsewhere = folder / "content"
    (elsewhere / "lib").mkdir(parents=True)
    wheel = elsewhere / downloads.build(ROOT, elsewhere)
    cell = colab.FIRST_CELL.replace(colab.EMPTY, f'SOURCE = "{wheel.as_uri()}"')
    run = subprocess.run(
        [python, "-c", cell], cwd=elsewhere, env=alone(), capture_output=True, text=True
    )
    if run.returncode:
        raise CannotInstall(run.stderr.strip().splitlines()[-1])
    after = versions(python)
    if changed := {name: after.get(name) for name in before if after.get(name) != before[name]}:
        raise CannotInstall(f"the first cell replaced what was there: {changed}")
    return python


def locked(folder: Path, base: Path) -> Path:
    """What requirements.txt pins, and the book."""
    python = empty(folder, base)
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    pins = [line for line in lines if not line.startswith("-e ")]
    (folder / "pins.txt").write_text("\n".join(pins))
    fetch(python, "-r", folder / "pins.txt")
    fetch(python, "--no-deps", folder / downloads.build(ROOT, folder))
    return python


def newest(folder: Path, base: Path) -> Path:
    """The newest packages that agree with each other, those for the tests too."""
    python = empty(folder, base)
    wheel = folder / downloads.build(ROOT, folder)
    groups = [word for name in ("site", "test") for word in ("--group", f"pyproject.toml:{name}")]
    fetch(python, "--refresh", "--upgrade", wheel, *groups)
    return python


def empty(folder: Path, base: Path, *options: str) -> Path:
    """A new environment in a folder, which is emptied before."""
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([UV, "venv", "--quiet", *options, "--python", base, folder], check=True)
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fetch(python: Path, *what: str | Path):
    """Install something; nothing but the book is ever compiled.

    Raises:
      Unreachable: that fails.
    """
    command = [UV, "pip", "install", "--quiet", "--only-binary", ":all:", "--python", python, *what]
    run = subprocess.run(command, cwd=ROOT, env=alone(), capture_output=True, text=True)
    if run.returncode:
        raise Unreachable(" ".join(run.stderr.split())[:500])


def versions(python: Path) -> dict[str, str]:
    """The packages of an environment."""
    return json.loads(subprocess.check_output([python, "-c", VERSIONS], env=alone()))


def alone() -> dict[str, str]:
    """The caller's environment variables, but for those by which Python finds other packages."""
    ours = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "MPLBACKEND", "IPYTHON", "JUPYTER")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"PYTHONNOUSERSITE": "1"}
