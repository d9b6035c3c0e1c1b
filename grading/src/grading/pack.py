"""The autograder for Gradescope, as a zip. Equal contents give equal bytes.

Gradescope runs `setup.sh` once, as root, when it makes the image, and `run_autograder` for each
submission. No namespaces can be assumed there, so the submission runs as a user of its own, and
what it must not read belongs to root. Source: gradescope-autograders.readthedocs.io, "Autograder
specifications".
"""

import io
import zipfile
from importlib.metadata import requires
from pathlib import Path

from grading.homework import Homework

PACKAGE = Path(__file__).parent
DATE = (2020, 1, 1, 0, 0, 0)  # of every file in the zip
SETUP = """\
#!/usr/bin/env bash
# Run by Gradescope as root, once, when it makes the image.
set -euo pipefail
cd /autograder/source
chmod +x setup.sh run_autograder  # not every program that unzips keeps this
apt-get update -qq
apt-get install -y -qq --no-install-recommends bubblewrap python3 python3-venv || true
suits() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'; }
if ! suits python3 2> /dev/null; then  # Ubuntu 22.04, the default image, has 3.10 and offers 3.11
  apt-get install -y -qq --no-install-recommends python3.11 python3.11-venv || true
fi
for python in python3 python3.13 python3.12 python3.11; do
  if suits "$python" 2> /dev/null; then found=$python; break; fi
done
if [ -z "${found:-}" ]; then
  echo "Python 3.11 or newer is needed: choose the base image Ubuntu 24.04 in Gradescope." >&2
  exit 1
fi
"$found" -m venv /opt/grader
/opt/grader/bin/pip install --quiet --constraint constraints.txt -r requirements.txt
chmod -R go-rwx private
chmod go-rwx /autograder/source
"""
RUN = """\
#!/usr/bin/env bash
# Run by Gradescope as root, for each submission.
cd /autograder/source/private
exec /opt/grader/bin/python -m grading.gradescope homework/NAME \\
  /autograder/submission /autograder/results/results.json
"""


def autograder(homework: Homework, constraints: str = "") -> bytes:
    """The zip file. Everything but its two scripts and the requirements is in `private/`.

    constraints: versions of packages as pip reads them; lines of editable packages are left out.
    """
    pins = [line for line in constraints.splitlines() if not line.startswith("-e")]
    texts = {
        "setup.sh": SETUP,
        "run_autograder": RUN.replace("NAME", homework.name),
        "requirements.txt": "".join(f"{line}\n" for line in requirements(homework)),
        "constraints.txt": "".join(f"{line}\n" for line in pins),
    }
    for path in sorted([*PACKAGE.glob("*.py"), *PACKAGE.glob("worker/*.py")]):
        texts[f"private/grading/{path.relative_to(PACKAGE).as_posix()}"] = read(path)
    for name in ("source.ipynb", "checks.py"):
        texts[f"private/homework/{homework.name}/{name}"] = read(homework.folder / name)
    return packed(texts)


def requirements(homework: Homework) -> list[str]:
    """What is installed there: what `grading` needs, and the homework's own requirements.txt."""
    own = [line for line in requires("grading") or [] if "extra ==" not in line]
    listed = homework.folder / "requirements.txt"
    return [*own, *(read(listed).splitlines() if listed.is_file() else [])]


def packed(texts: dict[str, str]) -> bytes:
    """A zip file of texts by their places; the two scripts may be run."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            script = name in {"setup.sh", "run_autograder"}
            entry.external_attr = (0o100755 if script else 0o100644) << 16
            archive.writestr(entry, text.encode())
    return file.getvalue()


def read(path: Path) -> str:
    """The text of a file."""
    return path.read_text(encoding="utf-8")
