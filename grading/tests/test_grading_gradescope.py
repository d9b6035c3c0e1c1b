"""The autograder for Gradescope: unpacked and run as Gradescope does, here."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import small_homework

from grading import gradescope, pack, trial
from grading.homework import load
from grading.result import CheckResult, QuestionResult, Result


def test_results_have_gradescope_s_form():
    checks = [CheckResult("a", "one", 1.0, True, None), CheckResult("b", "two", 2.0, False, "no")]
    questions = [QuestionResult("q", "1. Q", 3.0, 0.1, checks)]
    made = Result("a.ipynb", "hw", 3.0, None, "user", ["no network"], 7, 1.6, questions)
    found = gradescope.results(made)
    assert found["score"] == 1.0 and found["execution_time"] == 2
    assert found["stdout_visibility"] == "hidden"
    assert found["output"] == "isolated by user; not enforced: no network; seed 7"
    assert found["tests"] == [
        {"name": "1. Q: one", "score": 1.0, "max_score": 1.0, "status": "passed",
         "visibility": "visible", "output": ""},
        {"name": "1. Q: two", "score": 0.0, "max_score": 2.0, "status": "failed",
         "visibility": "visible", "output": "no"},
    ]  # fmt: skip
    unread = gradescope.results(made._replace(problem="an empty file", questions=[]))
    assert unread["score"] == 0.0 and unread["output"] == "an empty file" and not unread["tests"]


def test_one_notebook_is_asked_for(tmp_path):
    folder = small_homework.write(tmp_path / "homework")
    (tmp_path / "submission").mkdir()
    for count in range(3):
        gradescope.main(folder, tmp_path / "submission", tmp_path / "results.json")
        found = json.loads((tmp_path / "results.json").read_text())
        if count != 1:
            assert found == {"score": 0, "output": f"hand in one notebook: there are {count}"}
        trial.write(tmp_path / "submission" / f"{count}.ipynb", trial.of_cells([]))


def test_requirements_are_those_of_the_grader_and_of_the_homework(tmp_path):
    homework = small_homework.load(tmp_path)
    own = pack.requirements(homework)
    assert sorted(re.match(r"\w+", line)[0] for line in own) == ["ipython", "numpy"]
    (homework.folder / "requirements.txt").write_text("scipy>=1\n")
    assert pack.requirements(homework) == [*own, "scipy>=1"]


PROGRAMS = {  # what setup.sh calls, as other images have them
    "apt-get": "#!/bin/sh\nexit 0\n",
    "chmod": "#!/bin/sh\nexit 0\n",
    "old": "#!/bin/sh\nexit 1\n",
    "new": '#!/bin/sh\necho "$0 $*" >> "$LOG"\n[ "$2" = venv ] && mkdir -p "$3/bin"\nexit 0\n',
}


@pytest.mark.parametrize(
    "pythons, chosen",
    [
        ({"python3": "new"}, "python3"),
        ({"python3": "old", "python3.11": "new"}, "python3.11"),
        ({"python3": "old"}, None),
        ({}, None),
    ],
)
def test_setup_takes_a_python_that_is_new_enough_or_says_in_a_line_what_is_needed(
    tmp_path, pythons, chosen
):
    for name, kind in {"apt-get": "apt-get", "chmod": "chmod", **pythons}.items():
        (tmp_path / name).write_text(PROGRAMS[kind])
        (tmp_path / name).chmod(0o755)
    script = pack.SETUP.replace("/autograder/source", str(tmp_path))
    script = script.replace("/opt/grader/bin/pip", "echo installed").replace("/opt", str(tmp_path))
    environment = {"PATH": f"{tmp_path}:{tmp_path}/none", "LOG": str(tmp_path / "log")}
    done = subprocess.run(
        [shutil.which("bash"), "-c", script], env=environment, capture_output=True, text=True
    )
    if chosen:
        assert done.returncode == 0, done.stderr
        assert f"{chosen} -m venv" in (tmp_path / "log").read_text()
    else:
        assert done.returncode == 1
        assert done.stderr == (
            "Python 3.11 or newer is needed: choose the base image Ubuntu 24.04 in Gradescope.\n"
        )


@pytest.mark.parametrize("place", [".ipynb_checkpoints", "__MACOSX", "sub/.hidden"])
def test_copies_that_programs_keep_are_not_taken_for_submissions(tmp_path, place):
    (tmp_path / place).mkdir(parents=True)
    for folder in (tmp_path, tmp_path / place):
        (folder / "a.ipynb").touch()
    assert gradescope.handed_in(tmp_path) == [tmp_path / "a.ipynb"]


def test_a_notebook_of_another_homework_is_told_so(tmp_path):
    folder = small_homework.write(tmp_path / "homework")
    (tmp_path / "submission").mkdir()
    content = trial.of_cells([("def other(): pass", ["question:other"])])
    content["metadata"]["homework"] = "hw1_vae"
    trial.write(tmp_path / "submission" / "a.ipynb", content)
    gradescope.main(folder, tmp_path / "submission", tmp_path / "results.json")
    found = json.loads((tmp_path / "results.json").read_text())
    assert found["output"].startswith("not of this homework: it is of hw1_vae")


def test_the_zip_has_two_scripts_and_everything_else_in_private(tmp_path):
    homework = small_homework.load(tmp_path)
    with zipfile.ZipFile(io.BytesIO(pack.autograder(homework, "numpy==2.0\n-e .\n"))) as archive:
        modes = {e.filename: oct(e.external_attr >> 16) for e in archive.infolist()}
        assert b"grading.gradescope homework/small " in archive.read("run_autograder")
        assert b"chmod -R go-rwx private" in archive.read("setup.sh")
        assert archive.read("constraints.txt") == b"numpy==2.0\n"
        assert b"secret" in archive.read("private/homework/small/source.ipynb")
    assert modes.pop("setup.sh") == modes.pop("run_autograder") == "0o100755"
    assert set(modes.values()) == {"0o100644"}
    public = {name for name in modes if not name.startswith("private/")}
    assert public == {"requirements.txt", "constraints.txt"}


@pytest.fixture
def unpacked(tmp_path):
    """The autograder as setup.sh leaves it, and a right submission."""
    homework = small_homework.load(tmp_path)
    content = pack.autograder(homework)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(tmp_path / "source")
    private = tmp_path / "source" / "private"
    for path in (private, *private.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    (tmp_path / "submission").mkdir()
    notebook = trial.notebook(homework)
    trial.write(tmp_path / "submission" / "a.ipynb", notebook)
    return tmp_path


def run(folder: Path, *before, **environment):
    """Run the autograder's command; gives the results."""
    words = [sys.executable, "-m", "grading.gradescope", "homework/small"]
    words += [str(folder / "submission"), str(folder / "results.json")]
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [*before, *words], cwd=folder / "source" / "private", env=clean | environment,
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads((folder / "results.json").read_text())


def test_it_runs_where_it_is_unpacked(unpacked):
    found = run(unpacked)
    assert found["score"] == 3.5
    assert {test["status"] for test in found["tests"]} == {"passed"}


REACHABLE = """
set -e
mount --bind "$BASE" "$KEPT"
case "$BASE" in /root/*)
  mount -t tmpfs -o mode=755 none /root
  mkdir -p "$BASE"
  mount --bind "$KEPT" "$BASE"
esac
exec "$@"
"""


def may_mount():
    command = ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"]
    return (
        os.getuid() == 0
        and shutil.which("unshare")
        and subprocess.run(command, capture_output=True).returncode == 0
    )


@pytest.mark.skipif(not may_mount(), reason="needs root that may mount")
def test_without_namespaces_it_runs_as_a_user_of_its_own(unpacked, tmp_path):
    """In a mount namespace, as another user may not reach an interpreter in /root."""
    (tmp_path / "kept").mkdir()
    (tmp_path / "bin").mkdir()
    for program in ("unshare", "sh", "mount", "mkdir"):
        (tmp_path / "bin" / program).symlink_to(shutil.which(program))
    private = str(unpacked / "source" / "private")
    source = "import os\ndef double(x):\n    if isinstance(x, int):\n"
    source += "        raise ValueError(os.getuid())\n"
    source += f"    return open({private!r} + '/homework')"
    notebook = trial.notebook(load(tmp_path / "small"), double=source)
    trial.write(tmp_path / "submission" / "a.ipynb", notebook)
    before = ["unshare", "--mount", "sh", "-c", REACHABLE, "sh"]
    options = {"BASE": sys.base_prefix, "KEPT": str(tmp_path / "kept")}
    found = run(unpacked, *before, PATH=str(tmp_path / "bin"), **options)
    assert found["output"].startswith(
        "isolated by user; not enforced: network off, system read-only"
    )
    assert found["score"] == 0.5
    assert found["tests"][0]["output"].startswith("ValueError: 62000 (")
    assert "PermissionError" in found["tests"][1]["output"]
