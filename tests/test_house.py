"""The files around the book: the lock, the workflows, the Makefile, the Sphinx extension."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from packaging.requirements import Requirement

from book_ext import launch_buttons, mathematics

ROOT = Path(__file__).parents[1]


def direct_dependencies():
    lists = []
    for folder in (ROOT, ROOT / "nbclaims"):
        project = tomllib.loads((folder / "pyproject.toml").read_text())
        lists += [project["project"]["dependencies"], *project["dependency-groups"].values()]
    return [Requirement(line) for lines in lists for line in lines]


@pytest.mark.parametrize("requirement", direct_dependencies(), ids=str)
def test_lock_pins_a_direct_dependency_within_its_range(requirement):
    pins = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", lock(), flags=re.MULTILINE))
    assert pins[requirement.name] in requirement.specifier


def test_lock_ends_with_the_projects_of_this_repository():
    assert lock().splitlines()[-3:] == ["-e ./nbclaims", "-e ./grading", "-e ."]


def test_locks_name_no_host():
    assert "://" not in lock()
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert not any("resolved" in package for package in packages.values())


def lock():
    return (ROOT / "requirements.txt").read_text()


@pytest.mark.parametrize(
    "schema, pattern",
    [
        ("vendor.github-workflows", ".github/workflows/*.yml"),
        ("vendor.citation-file-format", "CITATION.cff"),
    ],
)
def test_file_follows_its_schema(schema, pattern):
    files = list(ROOT.glob(pattern))
    assert files
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *files]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.fixture
def house(tmp_path):
    """A folder in which the Makefile can install, with a package that does not exist."""
    for name in ["Makefile", "package.json", "package-lock.json", "pyproject.toml"]:
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "nbclaims", tmp_path / "nbclaims")
    (tmp_path / "book_ext").mkdir()
    (tmp_path / "requirements.txt").write_text("a-package-that-does-not-exist==1\n")
    return tmp_path


def make(folder, *arguments):
    environment = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    run = subprocess.run(
        ["make", ".venv/installed", *arguments],
        cwd=folder,
        env=environment | {"PIP_NO_INDEX": "1"},
        capture_output=True,
        text=True,
    )
    assert run.returncode != 0
    assert not (folder / ".venv/installed").exists()
    return run.stdout


def test_make_says_which_python_it_needs(house):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lowest = project["requires-python"].removeprefix(">=")
    assert f"Python {lowest}" in make(house, "PYTHON=false")


def test_make_says_where_to_read_why_an_installation_failed(house):
    log = ".venv/install.log"
    assert log in make(house, f"PYTHON={sys.executable}")
    assert "a-package-that-does-not-exist" in (house / log).read_text()


def theme_options_built_in(repository, monkeypatch):
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    if repository:
        monkeypatch.setenv("GITHUB_REPOSITORY", repository)
    config = SimpleNamespace(html_theme_options={"show_toc_level": 2})
    launch_buttons.configure(None, config)
    return config.html_theme_options


def test_a_known_repository_gets_launch_buttons(monkeypatch):
    options = theme_options_built_in("someone/a-fork", monkeypatch)
    assert options["repository_url"] == "https://github.com/someone/a-fork"
    assert set(options["launch_buttons"]) >= {"colab_url", "binderhub_url"}
    assert options["show_toc_level"] == 2


def test_an_unknown_repository_gets_no_dead_button(monkeypatch):
    assert theme_options_built_in(None, monkeypatch) == {"show_toc_level": 2}


@pytest.fixture
def katex():
    katex = mathematics.Katex()
    yield katex
    katex.close()


def test_formulas_are_rendered_with_the_book_s_macros(katex):
    for display in (False, True):
        html = katex.render(r"\KL(p \,\|\, q) = \E_p[\log p - \log q]", display=display)
        assert "KL" in html
        assert ("katex-display" in html) == display


@pytest.mark.parametrize("latex", [r"\frac{1}", r"\unknown", "x % y", "é", r"\label{a} x"])
def test_a_bad_formula_is_an_error_and_the_next_one_is_read(katex, latex):
    with pytest.raises(ValueError):
        katex.render(latex, display=True)
    assert "katex" in katex.render("x", display=False)


def test_the_style_sheet_asks_for_the_copied_fonts_only(tmp_path):
    mathematics.copy_style(tmp_path)
    style = (tmp_path / "katex.min.css").read_text()
    asked = set(re.findall(r"url\(([^)]*)\)", style))
    assert asked == {f"fonts/{font.name}" for font in (tmp_path / "fonts").iterdir()}
    assert {Path(font).suffix for font in asked} == {".woff2"}
