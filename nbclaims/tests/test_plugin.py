"""`pytest --nbclaims`: what it refuses, and what it changes of nbval, which is pinned for that."""

import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import nbformat
import nbval.plugin
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from nbclaims import plugin
from nbclaims.verifier import hooks
from nbclaims.verifier.cell import VerifiedCell
from nbclaims.verifier.kernel import WatchedKernel


def config(**options):
    """What pytest was asked for."""
    asked = {"nbclaims": True, "nbval": False, "nbval_lax": False, "nbdime": False, "dist": "no"}
    asked |= {"nbval_sanitize_with": None} | options
    plugins = []
    manager = SimpleNamespace(register=lambda module, name: plugins.append(module))
    return SimpleNamespace(option=SimpleNamespace(**asked), pluginmanager=manager, plugins=plugins)


def test_the_option_switches_nbval_and_our_hooks_on():
    asked = config()
    plugin.pytest_configure(asked)
    assert asked.option.nbval
    assert asked.plugins == [hooks]


def test_without_the_option_nothing_is_changed():
    asked = config(nbclaims=False, nbval_lax=True)
    plugin.pytest_configure(asked)
    assert not asked.option.nbval
    assert asked.plugins == []


@pytest.mark.parametrize(
    "options, named",
    [
        ({"nbval_lax": True}, "--nbval-lax"),
        ({"nbdime": True}, "--nbdime"),
        ({"dist": "load"}, "--dist loadfile, not --dist load"),
        ({"dist": "worksteal"}, "--dist loadfile, not --dist worksteal"),
    ],
)
def test_what_it_cannot_go_with_is_refused_by_name(options, named):
    with pytest.raises(pytest.UsageError, match=named):
        plugin.pytest_configure(config(**options))


def test_another_nbval_is_refused(monkeypatch):
    monkeypatch.setattr(plugin, "version", lambda name: "0.12.1")
    with pytest.raises(pytest.UsageError, match=r"works with nbval 0\.11, not with 0\.12\.1"):
        plugin.pytest_configure(config())


def test_nbval_0_11_is_installed_and_pinned():
    assert version("nbval").startswith("0.11.")
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())
    assert "nbval>=0.11,<0.12" in project["project"]["dependencies"]
    assert plugin.NBVAL == "0.11"


def test_nbval_0_11_starts_our_kernel(monkeypatch):
    monkeypatch.setattr(nbval.plugin, "RunningKernel", None)
    hooks.pytest_configure(config())
    assert nbval.plugin.RunningKernel is WatchedKernel
    assert "RunningKernel" in nbval.plugin.IPyNbFile.setup.__code__.co_names


def test_nbval_0_11_makes_cells_that_become_ours():
    cell = object.__new__(nbval.plugin.IPyNbCell)
    hooks.pytest_itemcollected(cell)
    assert type(cell) is VerifiedCell
    assert "IPyNbCell" in nbval.plugin.IPyNbFile.collect.__code__.co_names


RULES = "regex: 0x[0-9a-f]+\nreplace: ADDRESS\n\nregex: \\d\\d:\\d\\d\nreplace: TIME\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "regex: a\nreplace:\n",  # nbval would drop it silently
        "regex: a\nreplace: b\nregex: c\n\nreplace: d\n",
        "regex:a\nreplace:b\n",
    ],
)
def test_rules_that_nbval_would_not_read_are_refused(tmp_path, text):
    (tmp_path / "rules").write_text(text)
    with pytest.raises(pytest.UsageError, match="not every rule"):
        hooks.pytest_configure(config(nbval_sanitize_with=str(tmp_path / "rules")))


@pytest.fixture
def notebook(tmp_path):
    """A notebook whose stored addresses and times are others, and in the second cell a number."""
    cells = [
        new_code_cell("print(object()); print('at 12:34')", execution_count=1),
        new_code_cell("print(f'{object()} weighs {0.5}')", execution_count=2),
    ]
    texts = ["<object object at 0x1f>\nat 00:00\n", "<object object at 0x1f> weighs 0.6\n"]
    for cell, text in zip(cells, texts, strict=True):
        cell.outputs = [new_output("stream", name="stdout", text=text)]
    nbformat.write(new_notebook(cells=cells), tmp_path / "some.ipynb")
    return tmp_path


def test_rules_are_applied_and_hide_nothing_else(notebook):
    (notebook / "rules").write_text(RULES)
    options = ["-q", "--nbclaims", "--nbval-current-env", "--nbval-sanitize-with=rules"]
    command = [sys.executable, "-m", "pytest", *options, "-pno:cacheprovider", "some.ipynb"]
    run = subprocess.run(command, cwd=notebook, capture_output=True, text=True)
    assert "FAILED some.ipynb::Cell 1" in run.stdout and "1 failed, 2 passed" in run.stdout
    assert "[float] '0.6' is now '0.5'" in run.stdout
    assert "sanitized with rules" in run.stdout
