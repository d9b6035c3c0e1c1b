"""The wheel, alone, in an environment without this project's packages, on a foreign book."""

import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

HERE = Path(__file__).parent
BOOK = HERE / "foreign_book"
UV = shutil.which(
    "uv", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
)
# The caller's variables, but for those by which Python finds other packages.
ALONE = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL", "JUPYTER"))}
ALONE |= {"PYTHONNOUSERSITE": "1", "PYTHONUTF8": "1"}


def run(*command, folder=HERE):
    command = list(map(str, command))
    return subprocess.run(command, cwd=folder, env=ALONE, capture_output=True, text=True)


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """A Python with the wheel, what it asks for, and what the foreign book asks for."""
    folder = tmp_path_factory.mktemp("environment")
    if UV is None:
        unreachable("there is no uv")
    made = run(UV, "venv", "--quiet", "--python", sys.executable, folder / "env")
    assert made.returncode == 0, made.stderr
    found = folder / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    fetch = [UV, "pip", "install", "--quiet", "--python", found, "-r", BOOK / "requirements.txt"]
    if (fetched := run(*fetch)).returncode and run(*fetch, "--offline").returncode:
        unreachable(fetched.stderr)
    # By way of a source distribution, which leaves nothing behind in the project.
    built = run(UV, "build", "--quiet", "--out-dir", folder, HERE.parent)
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("*.whl")
    wheel = f"nbclaims[sphinx] @ {wheel.as_uri()}"
    installed = run(UV, "pip", "install", "--quiet", "--python", found, wheel)
    assert installed.returncode == 0, installed.stderr
    return found


def unreachable(why):
    """Fail where environments are asked for; else skip, and say so."""
    if os.environ.get("REQUIRE_ENVIRONMENTS") == "1":
        pytest.fail(f"no environment can be made: {why}")
    pytest.skip(f"no environment can be made (REQUIRE_ENVIRONMENTS=1 insists): {why}")


def falsified(folder, name, edit):
    """A copy of a notebook of the book, falsified."""
    folder.mkdir(exist_ok=True)
    before = (BOOK / f"{name}.ipynb").read_text(encoding="utf-8")
    after = edit(before)
    assert after != before
    (folder / f"{name}.ipynb").write_text(after, encoding="utf-8")


def test_the_environment_has_nothing_of_the_project_it_comes_from(python):
    code = "import importlib.util as u; print([*map(u.find_spec, ('jax', 'lib', 'book_ext'))])"
    assert run(python, "-c", code).stdout == "[None, None, None]\n"
    where = run(python, "-c", "import nbclaims; print(nbclaims.__file__)").stdout.strip()
    assert Path(where).is_relative_to(python.parents[1])


def test_the_book_passes_and_a_falsified_copy_fails(python, tmp_path):
    shutil.copytree(BOOK, tmp_path / "book")
    false = tmp_path / "false"
    falsified(false, "rivers", lambda text: text.replace("2193.4", "2198.4"))
    falsified(false, "pendulum", lambda text: text.replace("exponent = 1.0", "exponent = 1.01"))
    options = ["-q", "-p", "no:cacheprovider", "--nbclaims", "--nbval-current-env"]
    verified = run(python, "-m", "pytest", *options, "--junitxml=log.xml", ".", folder=tmp_path)
    failures = {
        (case.get("classname"), case.get("name")): case.find("failure").text
        for case in ElementTree.parse(tmp_path / "log.xml").iter("testcase")
        if case.find("failure") is not None
    }
    assert set(failures) == {("false.rivers.ipynb", "Cell 2"), ("false.pendulum.ipynb", "Cell 3")}
    assert "[float]" in failures["false.rivers.ipynb", "Cell 2"]
    assert "[pixels]" in failures["false.pendulum.ipynb", "Cell 3"]
    assert re.search(r"^book/pendulum.ipynb: .* 4 cells compared, 0 not$", verified.stdout, re.M)
    assert "start = time.perf_counter(): outputs: wall-clock time" in verified.stdout


BUILDS = {
    "Jupyter Book": ("jupyter-book build -W -n -q .", "_build/html"),
    "plain Sphinx": ("sphinx-build -W -n -q -c plain_sphinx . _site", "_site"),
}


def build(python, name, folder):
    """Build the site of a copy of the book; the folder of its pages."""
    command, site = BUILDS[name]
    if name == "plain Sphinx":
        with open(folder / "index.md", "a", encoding="utf-8") as index:
            index.write((folder / "plain_sphinx" / "contents.md").read_text())
    program, *arguments = command.split()
    return run(python.with_name(program), *arguments, folder=folder), folder / site


@pytest.mark.parametrize("name", BUILDS)
def test_its_site_has_a_ledger(python, tmp_path, name):
    built, site = build(python, name, shutil.copytree(BOOK, tmp_path / "book"))
    assert built.returncode == 0, built.stdout + built.stderr
    pages = {p.stem: p.read_text(encoding="utf-8") for p in site.glob("*.html")}
    assert "2 claims in 3 notebooks" in pages["index"]
    assert 'href="rivers.html#rivers.longest"' in pages["index"]
    for claim in ("pendulum.small-swings", "rivers.longest"):
        assert f'#{claim}">{claim}</a>' in pages["ledger"]
        assert f'id="{claim}"' in pages[claim.partition(".")[0]]
    assert "with Python" in pages["rivers"] and "pandas 2" in pages["rivers"]
    chapters = json.loads((site / "ledger.json").read_text())["chapters"]
    assert [chapter["page"] for chapter in chapters] == ["mistakes", "pendulum", "rivers"]
    for file in ("ledger.js", "nbclaims.css"):
        assert (site / "_static" / file).exists()
    assert "_static/nbclaims.css" in pages["ledger"]


def test_a_claim_that_failed_stops_the_build(python, tmp_path):
    folder = shutil.copytree(BOOK, tmp_path / "book")
    falsified(folder, "rivers", lambda t: t.replace('"measured": 3530', '"measured": 3430'))
    built, _ = build(python, "plain Sphinx", folder)
    assert built.returncode != 0
    assert "rivers.ipynb: claim rivers.longest: it failed" in built.stderr
