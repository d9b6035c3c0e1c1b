"""The book beside Colab's packages: `make colab` for two chapters, and what it reports."""

import os
import sys
from pathlib import Path

import nbformat
import pytest
from elsewhere import environments, headless, installation
from nbformat.v4 import new_code_cell, new_notebook

from nbclaims.schema import MIME

CLAIM = """
from IPython.display import publish_display_data
publish_display_data({"application/vnd.claim+json": {"passed": %s}, "text/plain": ""})
"""


@pytest.fixture(scope="module")
def python():
    """A Python with Colab's packages, and the book as its first cell installs it."""
    base = installation.interpreter("3.13") or Path(sys.executable)
    try:
        return installation.on_colab(environments.FOLDER / "test", base)
    except installation.Unreachable as error:
        if os.environ.get("REQUIRE_ENVIRONMENTS") == "1":
            raise
        pytest.skip(f"Colab's packages cannot be had (REQUIRE_ENVIRONMENTS=1 insists): {error}")


@pytest.mark.parametrize("path", environments.TWO, ids=lambda path: path.name)
def test_a_chapter_runs_on_colab(python, path):
    outcome = headless.run_chapter(python, path)
    assert outcome.errors == []
    assert outcome.held == outcome.stored


def notebook(path, *sources, stored=()):
    cells = [new_code_cell(source) for source in sources]
    for cell in cells[: len(stored)]:
        data = {MIME: {"passed": True}}
        cell.outputs = [nbformat.v4.new_output("display_data", data)]
    nbformat.write(new_notebook(cells=cells), path)
    return path


def run_here(path):
    return headless.run_chapter(Path(sys.executable), path)


def test_all_cells_run_and_each_error_is_told(tmp_path):
    path = notebook(tmp_path / "a.ipynb", "1 / 0", CLAIM % True, CLAIM % False, stored=[1, 1])
    before = path.read_bytes()
    outcome = run_here(path)
    assert outcome == (1, 2, ["cell 0: ZeroDivisionError: division by zero"])
    assert not outcome.passed
    assert path.read_bytes() == before


def test_a_notebook_is_cut_off(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "somewhere")
    look = "import os, sys; assert 'somewhere' not in sys.path; assert sys.flags.no_user_site"
    call = (
        "import socket\ntry: socket.create_connection(('192.0.2.1', 80), 1)\nexcept OSError: 1 / 0"
    )
    outcome = run_here(notebook(tmp_path / "a.ipynb", look, call))
    assert outcome.errors == ["cell 1: ZeroDivisionError: division by zero"]


def test_a_kernel_that_dies_is_told(tmp_path):
    (error,) = run_here(notebook(tmp_path / "a.ipynb", "import os; os._exit(1)")).errors
    assert error.startswith("DeadKernelError")


@pytest.fixture
def made(monkeypatch):
    """Environments that are there at once, on Pythons 3.12 and 3.13."""

    def maker(folder, base):
        if folder.name == "lock-3.13":
            raise installation.CannotInstall("it does not fit")
        return base

    monkeypatch.setattr(environments, "MAKERS", {"lock": maker, "colab": maker})
    monkeypatch.setattr(environments, "unit_tests", lambda python: "passed: 7 passed")
    here = {version: Path(sys.executable) for version in ("3.12", "3.13")}
    monkeypatch.setattr(installation, "interpreter", here.get)


def test_what_fails_stops_nothing_else(made, tmp_path, capsys):
    bad, good = (tmp_path / f"{name}.ipynb" for name in ("bad", "good"))
    paths = [str(notebook(bad, "1 / 0")), str(notebook(good, CLAIM % True, stored=[1]))]
    assert environments.main(["lock", *paths]) == 1
    table = capsys.readouterr().out.split("verdict\n")[1].splitlines()
    said = [(row.split()[1], row.split()[2], row.split()[-1]) for row in table]
    assert said == [
        ("3.11", "installation", "skipped"),
        ("3.12", "installation", "passed"),
        ("3.12", "bad", "FAILED"),
        ("3.12", "good", "passed"),
        ("3.12", "tests", "passed"),
        ("3.13", "installation", "FAILED"),
        ("3.14", "installation", "skipped"),
    ]
    assert environments.main(["lock", "--python", "3.12", paths[1]]) == 0


def test_colab_s_packages_are_tried_on_the_python_that_is_there(made, tmp_path, capsys):
    path = notebook(tmp_path / "a.ipynb", CLAIM % True, stored=[1])
    assert environments.main(["colab", "--python", "3.9", str(path)]) == 0
    assert "There is no Python 3.9 here" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["colab", "no.ipynb"], ["a.ipynb"]])
def test_what_is_asked_for_must_be_there(words):
    with pytest.raises(SystemExit):
        environments.main(words)
