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

from grading import sandbox

PROJECT = Path(__file__).parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")
FENCED = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.M | re.S)
TAGS = re.compile(r"# tags: (.*)\n")


def test_the_readme_has_a_homework_of_two_questions():
    cells = notebook(answers={})["cells"]
    tags = [tag for cell in cells for tag in cell["metadata"]["tags"]]
    assert [tag for tag in tags if tag.startswith("question:")] == [
        "question:fahrenheit",
        "question:same",
    ]


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
    homework = folder / "course" / "weather"
    homework.mkdir(parents=True)
    (homework / "source.ipynb").write_text(json.dumps(notebook(answers={})))
    for name in ("checks.py", "wrong.py"):
        (homework / name).write_text(fenced(f"# course/weather/{name}\n"))
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
        if language == "markdown":
            cells.append({"cell_type": "markdown", "metadata": {"tags": []}, "source": text})
        elif tags:
            name = tags[1].split()[0].removeprefix("question:")
            source = answers.get(name, TAGS.sub("", text))
            cells.append(
                {"cell_type": "code", "metadata": {"tags": tags[1].split()}, "source": source,
                 "outputs": [], "execution_count": None}
            )  # fmt: skip
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def grading(place, *words):
    """Run the console script in the folder; gives what it prints."""
    command = [place / "environment" / "bin" / "grading", *words]
    done = subprocess.run(command, cwd=place, env=alone(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
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
    assert {row["points"] for row in rows} == {"4.0"}
    if sandbox.best(()).name == "bubblewrap":
        assert {row["isolation"].split(";")[0] for row in rows} == {"isolated by bubblewrap"}
    found = run(place, fenced("from pathlib import Path\n"))
    assert len(found.splitlines()) == 3 and "right.ipynb 4.0 of 4.0" in found


WRONG = """
from pathlib import Path
from grading import homework, wrong_answer

folder = Path("course/weather")
for question in homework.load(folder).questions:
    for answer in wrong_answer.load(folder)[question.name]:
        names = {}
        exec("import numpy as np\\n" + answer.apply(question.solution), names)
        complaints = {c.name: c(names[question.name], 0) for c in question.checks}
        failed = {name: words for name, words in complaints.items() if words}
        assert set(failed) == set(answer.messages)
        assert all(answer.messages[name] in words for name, words in failed.items())
        print(answer.fault)
"""


def test_the_wrong_answers_are_told_apart(place):
    assert run(place, WRONG).splitlines() == ["°C from °F", "the sign is lost"]
