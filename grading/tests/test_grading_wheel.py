"""The package alone: its wheel, in an environment of its own, grades the homework of its README."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grading import new, sandbox

PROJECT = Path(__file__).parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")
FENCED = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.M | re.S)
TAGS = re.compile(r"(?:# tags: (.*)|<!-- tags: (.*) -->|# no tags)\n")
SKELETON = Path(new.__file__).with_name("skeleton")


def test_the_readme_shows_what_new_writes():
    def told(cell):
        return cell["cell_type"], "".join(cell["source"]).strip(), cell["metadata"]["tags"]

    source = json.loads((SKELETON / "source.ipynb").read_text(encoding="utf-8"))
    assert list(map(told, notebook(answers={})["cells"])) == list(map(told, source["cells"]))
    for name in ("checks.py", "wrong.py"):
        beginning = f"# course/weather/{name}\n"
        assert fenced(beginning).removeprefix(beginning) == (SKELETON / name).read_text("utf-8")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with an environment in which there is the wheel and what it needs, no more."""
    folder = tmp_path_factory.mktemp("alone")
    try:
        uv("build", "--wheel", "--out-dir", folder, copied(folder / "source"))
        uv("venv", "--python", sys.base_prefix + "/bin/python3", folder / "environment")
        (wheel,) = folder.glob("*.whl")
        python = folder / "environment" / "bin" / "python"
        uv("pip", "install", "--only-binary", ":all:", "--python", python, wheel)
    except (OSError, subprocess.CalledProcessError) as error:
        if os.environ.get("REQUIRE_ENVIRONMENTS") == "1":
            raise
        reason = getattr(error, "stderr", None) or str(error)
        pytest.skip(f"no environment can be made (REQUIRE_ENVIRONMENTS=1 insists): {reason}")
    grading(folder, "new", "weather")
    return folder


def uv(*words):
    command = [Path(sys.executable).with_name("uv"), *words, "--quiet"]
    subprocess.run(command, env=alone(), check=True, capture_output=True, text=True)


def copied(folder):
    """The project's files; building leaves others beside them."""
    unwanted = shutil.ignore_patterns("*.egg-info", "__pycache__", "build")
    return shutil.copytree(PROJECT, folder, ignore=unwanted)


def alone():
    """Our environment's variables, but for those by which Python finds other packages."""
    ours = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    return {k: v for k, v in os.environ.items() if k not in ours} | {"PYTHONNOUSERSITE": "1"}


def fenced(beginning):
    """The README's block that begins so."""
    (text,) = [text for _, text in FENCED if text.startswith(beginning)]
    return text


def notebook(answers):
    """The README's notebook; answers: question → the cell that a student hands in."""
    cells = []
    for language, text in FENCED:
        tags = TAGS.match(text)
        if language != "markdown" and not (language == "python" and tags):
            continue
        named = ((tags and (tags[1] or tags[2])) or "").split()
        question = named[0].removeprefix("question:") if named else ""
        source = answers.get(question, text[tags.end() :] if tags else text)
        code = {"outputs": [], "execution_count": None} if language == "python" else {}
        kind = "code" if language == "python" else "markdown"
        cells.append({"cell_type": kind, "metadata": {"tags": named}, "source": source} | code)
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def grading(place, *words):
    """Run the console script in the folder; gives what it prints."""
    command = [place / "environment" / "bin" / "grading", *words]
    done = subprocess.run(command, cwd=place, env=alone(), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def run(place, code):
    """Run code in the environment; gives what it prints."""
    command = [place / "environment" / "bin" / "python", "-c", code]
    return subprocess.check_output(command, cwd=place, env=alone(), text=True)


def test_it_depends_on_numpy_and_ipython_alone(place):
    code = "import importlib.metadata as m; print(*sorted(r for r in m.requires('grading')"
    assert run(place, code + " if 'extra' not in r))").strip() == "ipython>=7.34 numpy>=1.26"
    there = run(
        place, "import importlib.metadata as m; print(*(d.name for d in m.distributions()))"
    )
    assert not {"jax", "matplotlib", "nbformat", "jupyter_client", "pytest"} & set(there.split())
    assert "build" in run(place, "import grading.command as c; print(c.parser().format_help())")


def test_it_builds_and_grades(place):
    grading(place, "build", "course")
    handed_out = json.loads((place / "course" / "weather.ipynb").read_text())
    assert "1.8" not in json.dumps([c for c in handed_out["cells"] if c["cell_type"] == "code"])
    assert {path.name for path in (place / "_build" / "homework" / "weather").iterdir()} == {
        "instructor.ipynb", "autograder.zip",
    }  # fmt: skip
    files = {"untouched": handed_out, "right": notebook(answers={})}
    files["half"] = notebook({"fahrenheit": "def fahrenheit(c):\n    return (c - 32) / 1.8"})
    (place / "in").mkdir()
    for name, content in files.items():
        (place / "in" / f"{name}.ipynb").write_text(json.dumps(content))
    names = [f"in/{name}.ipynb" for name in files]
    printed = grading(place, "grade", "course", *names, "--csv", "scores.csv")
    assert "the inverse is asked for: yours gives °C from °F" in printed
    rows = list(csv.DictReader((place / "scores.csv").read_text().splitlines()))
    scores = {Path(row["submission"]).stem: float(row["score"]) for row in rows}
    assert scores == {"untouched": 0, "right": 4, "half": 1}
    assert {row["points"] for row in rows} == {"6.0"}
    if sandbox.best(()).name == "bubblewrap":
        assert {row["isolation"].split(";")[0] for row in rows} == {"isolated by bubblewrap"}
    found = run(place, fenced("from pathlib import Path\n"))
    assert len(found.splitlines()) == 3 and "right.ipynb 4.0 of 6.0" in found


def test_it_is_proved(place):
    """Under bubblewrap: without it the fourth cannot be."""
    grading(place, "build", "course")
    if sandbox.best(()).name == "bubblewrap":
        assert grading(place, "prove", "course").count("✓") == 6
