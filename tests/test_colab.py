"""The first cell of a chapter, run as a reader's machine would run it, and who fills it in."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from packaging.requirements import Requirement

from book_ext import colab, downloads

ROOT = Path(__file__).parents[1]
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
RUNTIME = "jax==0.7.2\nan-other==1.0+cuda\n"
WHEELS = "https://a.b/c/book-1-py3-none-any.whl https://a.b/c/nbclaims-1-py3-none-any.whl"
TOLD = [WHEELS.split(), RUNTIME]

# A pip that notes what it is told; it installs the book, or fails.
PIP = f"""
import json, os, sys
from pathlib import Path
site = Path(__file__).parents[1]
if sys.argv[1] == "list":
    sys.exit(print({RUNTIME!r}, end=""))
_, constraints, *addresses = sys.argv[sys.argv.index("--constraint") :]
(site / "told.json").write_text(json.dumps([addresses, Path(constraints).read_text()]))
if "BROKEN" in os.environ:
    sys.exit("A long story.\\nERROR: no network")
for package, name in (("lib", "mdp"), ("nbclaims", "claim")):
    (site / package).mkdir(exist_ok=True)
    for file in ("__init__", name):
        (site / package / f"{{file}}.py").touch()
"""


class Machine:
    """A Python with that pip and nothing else; what it installs, and a folder to work in."""

    def __init__(self, folder):
        self.site, self.here = folder / "site", folder / "here"
        (self.site / "pip").mkdir(parents=True)
        (self.site / "pip" / "__init__.py").touch()
        (self.site / "pip" / "__main__.py").write_text(PIP)
        self.here.mkdir()

    def run(self, source=WHEELS, **variables):
        """Run the cell; return the last line that it writes, empty when all went well."""
        cell = colab.FIRST_CELL.replace(colab.EMPTY, f'SOURCE = "{source}"')
        run = subprocess.run(
            [sys.executable, "-S", "-c", cell],
            cwd=self.here,
            env=os.environ | {"PYTHONPATH": str(self.site)} | variables,
            capture_output=True,
            text=True,
        )
        return "\n".join(run.stderr.splitlines()[-1:]) if run.returncode else ""

    def told(self):
        """What pip was asked to install, and its constraints."""
        note = self.site / "told.json"
        return json.loads(note.read_text()) if note.exists() else None


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_the_book_is_installed_once_where_it_is_missing(machine):
    assert machine.run() == ""
    assert machine.told() == TOLD
    (machine.site / "told.json").unlink()
    assert machine.run() == ""
    assert machine.told() is None


@pytest.mark.parametrize("package", ["lib", "nbclaims"])
def test_where_one_package_is_missing_both_are_installed(machine, package):
    (machine.site / package).mkdir()
    for name in ("__init__", "mdp", "claim"):
        (machine.site / package / f"{name}.py").touch()
    assert machine.run() == ""
    assert machine.told() == TOLD


@pytest.mark.parametrize("package", ["lib", "nbclaims"])
def test_an_empty_folder_is_no_package(machine, package):
    (machine.here / package).mkdir()
    assert machine.run() == ""
    assert machine.told() == TOLD


@pytest.mark.parametrize(
    "name", ["lib.py", "lib/__init__.py", "nbclaims.py", "nbclaims/__init__.py"]
)
def test_another_package_that_stands_before_it_is_not_the_book_s(machine, name):
    (machine.here / name).parent.mkdir(exist_ok=True)
    (machine.here / name).touch()
    assert machine.run().startswith("RuntimeError: The book is missing")
    assert machine.told() == TOLD


def test_nothing_is_left_in_the_reader_s_folder(machine):
    machine.run()
    assert list(machine.here.iterdir()) == []


def test_where_pip_fails_one_line_says_what_is_needed(machine):
    said = machine.run(BROKEN="1")
    assert said.startswith(f"RuntimeError: The book is missing, not to be had from {WHEELS}")
    assert "a network (on Kaggle" in said
    assert said.endswith("ERROR: no network")
    for name, version in lowest_versions().items():
        if name in ("jax", "flax"):
            assert f"{name} {version}" in said
    assert f"Python {project()['requires-python'].removeprefix('>=')}," in said


def test_a_copy_without_an_address_says_so(machine):
    assert "not to be had from this copy" in machine.run("", BROKEN="1")


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def lowest_versions():
    requirements = map(Requirement, project()["dependencies"])
    return {r.name: str(r.specifier).removeprefix(">=") for r in requirements}


def test_the_lowest_versions_are_those_of_the_runtime_that_is_tested():
    lines = (ROOT / "tests" / "elsewhere" / "colab.txt").read_text().splitlines()
    runtime = dict(line.split("==") for line in lines if not line.startswith("#"))
    lowest = lowest_versions()
    assert set(lowest) - set(runtime) == {"jaxtyping"}, "the first cell brings it"
    for name in set(lowest) - {"jaxtyping"}:
        assert f"{runtime[name]}.".startswith(f"{lowest[name]}."), name


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.name)
def test_a_chapter_begins_by_making_the_book_importable(path):
    cells = json.loads(path.read_text())["cells"]
    first = next(cell for cell in cells if cell["cell_type"] == "code")
    assert "".join(first["source"]) == colab.FIRST_CELL
    assert "remove-cell" in first["metadata"]["tags"]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.name)
@pytest.mark.parametrize("source", [WHEELS, colab.on_github("someone/a-fork")])
def test_filling_in_the_address_changes_one_line(path, source):
    before = path.read_text()
    after = colab.fill_in(before, source)
    pairs = zip(before.splitlines(), after.splitlines(), strict=True)
    ((old, new),) = [pair for pair in pairs if pair[0] != pair[1]]
    assert new == old.replace(r"\"\"", rf"\"{source}\"")


@pytest.mark.parametrize(
    "notebook, source, error",
    [
        (r'"SOURCE = \"\"  # x"', "someone/a-fork", "pip installs from"),
        (r'"SOURCE = \"\"  # x"', 'https://a.b/"+x', "pip installs from"),
        ("{}", WHEELS, "found 0"),
        (r'"SOURCE = \"\"", "SOURCE = \"\""', WHEELS, "found 2"),
    ],
)
def test_filling_in_refuses(notebook, source, error):
    with pytest.raises(ValueError, match=error):
        colab.fill_in(notebook, source)


@pytest.mark.parametrize("name", ["no-owner", "someone/a fork", "a/b/c", ""])
def test_a_repository_has_an_owner_and_a_name(name):
    with pytest.raises(ValueError, match="OWNER/NAME"):
        colab.on_github(name)


REPOSITORY = "git+https://github.com/d/e@colab"


@pytest.mark.parametrize(
    "variables, source",
    [
        (
            {"BOOK_URL": "https://a.b/c/", "GITHUB_REPOSITORY": "d/e"},
            "https://a.b/c/book.whl https://a.b/c/claims.whl",
        ),
        ({"BOOK_URL": "https://a.b"}, "https://a.b/book.whl https://a.b/claims.whl"),
        (
            {"BOOK_URL": "", "GITHUB_REPOSITORY": "d/e"},
            f"{REPOSITORY} {REPOSITORY}#subdirectory=nbclaims",
        ),
        ({}, ""),
    ],
)
def test_a_download_says_where_the_book_is_as_far_as_that_is_known(
    tmp_path, monkeypatch, variables, source
):
    for name in ("BOOK_URL", "GITHUB_REPOSITORY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(downloads, "build", lambda root, site: ["book.whl", "claims.whl"])
    copy = tmp_path / "_sources" / "chapters" / "01.ipynb"
    copy.parent.mkdir(parents=True)
    copy.write_text(CHAPTERS[0].read_text())
    builder = SimpleNamespace(format="html")
    downloads.fill_in(SimpleNamespace(builder=builder, confdir=".", outdir=tmp_path), None)
    assert re.findall(r'SOURCE = \\"(.*?)\\"', copy.read_text()) == [source]
