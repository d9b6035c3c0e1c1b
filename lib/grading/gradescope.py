"""The autograder for Gradescope: a zip file, and the results in the form that it reads.

Gradescope runs `setup.sh` once, as root, when it makes the image, and `run_autograder` for each
submission. No namespaces can be assumed there, so the submission runs as a user of its own, and
what it must not read belongs to root. Source: gradescope-autograders.readthedocs.io, "Autograder
specifications".
"""

import io
import json
import re
import secrets
import sys
import zipfile
from pathlib import Path

from lib.grading import homework, sandbox
from lib.grading.grade import grade
from lib.grading.result import Result

ROOT = Path(__file__).parents[2]
DATE = (2020, 1, 1, 0, 0, 0)  # of every file in the zip, so that equal contents give equal bytes
SETUP = """\
#!/usr/bin/env bash
# Run by Gradescope as root, once, when it makes the image.
set -euo pipefail
cd /autograder/source
apt-get update -qq
apt-get install -y -qq --no-install-recommends python3 python3-venv bubblewrap
python3 -m venv /opt/grader
/opt/grader/bin/pip install --quiet --constraint constraints.txt -r requirements.txt
chmod -R go-rwx private
chmod go-rwx /autograder/source
"""
RUN = """\
#!/usr/bin/env bash
# Run by Gradescope as root, for each submission.
cd /autograder/source/private
exec /opt/grader/bin/python -m lib.grading.gradescope HOMEWORK \\
  /autograder/submission /autograder/results/results.json
"""


def autograder(made: homework.Homework) -> bytes:
    """The zip file. Everything but its two scripts and the requirements is in `private/`."""
    contents = {
        "setup.sh": SETUP,
        "run_autograder": RUN.replace("HOMEWORK", made.name),
        "requirements.txt": "".join(f"{name}\n" for name in requirements()),
        "constraints.txt": (ROOT / "requirements.txt").read_text().replace("-e .\n", ""),
    }
    for path in sorted((ROOT / "lib").rglob("*.py")):
        contents[f"private/{path.relative_to(ROOT)}"] = path.read_text(encoding="utf-8")
    for name in ("source.ipynb", "checks.py"):
        place = f"private/chapters/homework/{made.name}/{name}"
        contents[place] = (made.folder / made.name / name).read_text(encoding="utf-8")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in contents.items():
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            script = name in {"setup.sh", "run_autograder"}
            entry.external_attr = (0o100755 if script else 0o100644) << 16
            archive.writestr(entry, text.encode())
    return file.getvalue()


def requirements() -> list[str]:
    """What `lib` imports, as pyproject.toml says."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.search(r"^dependencies = \[\n(.*?)^\]", text, re.M | re.S)[1]
    return re.findall(r'"([^"]+)"', listed)


def results(result: Result) -> dict:
    """A result in Gradescope's form: a test for each check."""
    tests = []
    for question in result.questions:
        for check in question.checks:
            status = "passed" if check.message is None else "failed"
            tests.append(
                {
                    "name": f"{question.title}: {check.title}", "score": check.earned,
                    "max_score": check.points, "status": status, "visibility": "visible",
                    "output": check.message or "",
                }
            )  # fmt: skip
    about = result.problem or f"{result.isolation}; seed {result.seed}"
    return {
        "score": result.earned, "output": about, "tests": tests,
        "execution_time": round(result.seconds), "stdout_visibility": "hidden",
    }  # fmt: skip


def main(name: str, submission: Path, output: Path) -> None:
    """Grade the one notebook in a folder, and write the results."""
    made = homework.load(name)
    seed = secrets.randbits(32)
    notebooks = sorted(submission.rglob("*.ipynb"))
    if len(notebooks) == 1:
        found = results(grade(made, notebooks[0], seed=seed, level=sandbox.best()))
    else:
        found = {"score": 0, "output": f"hand in one notebook: there are {len(notebooks)}"}
    output.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
