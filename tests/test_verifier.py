"""The verifier lets honest notebooks pass, anywhere, and catches every kind of falsified one."""

import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import nbformat
import pytest
from sabotage import figures, honest, runs, words

ROOT = Path(__file__).parent.parent
HONEST = ("words", "figures", "arithmetic")
KINDS = {
    (notebook, name): kind
    for notebook, table in [("words", words.KINDS | runs.KINDS), ("figures", figures.KINDS)]
    for name, kind in table.items()
}


def pack(kinds: dict) -> list[dict]:
    """Spread the kinds over few copies: in a copy, one notebook and no item falsified twice.

    What is wrong with the stored form is not mixed with anything.
    """
    copies = []
    for (notebook, name), (_, item, _) in kinds.items():
        for copy in copies:
            if copy["notebook"] == notebook and not {item, "form"} & set(copy["kinds"]):
                break
        else:
            copy = {"notebook": notebook, "kinds": {}, "file": f"copy-{len(copies)}.ipynb"}
            copies.append(copy)
        copy["kinds"][item] = (notebook, name)
    return copies


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory):
    """A folder of honest notebooks, with the switch that the repository's notebooks have."""
    folder = tmp_path_factory.mktemp("honest")
    shutil.copy(ROOT / "conftest.py", folder)
    for name in HONEST:
        nbformat.write(getattr(honest, name)(), folder / f"{name}.ipynb")
    return folder


@pytest.fixture(scope="module")
def verdicts(notebooks, tmp_path_factory):
    """What one parallel run says of every kind: (the failures of its copy, the items falsified)."""
    folder = tmp_path_factory.mktemp("falsified")
    shutil.copy(ROOT / "conftest.py", folder)
    copies, targets = pack(KINDS), []
    for copy in copies:
        notebook = nbformat.read(notebooks / f"{copy['notebook']}.ipynb", as_version=4)
        for kind in copy["kinds"].values():
            KINDS[kind][0](notebook)
        nbformat.write(notebook, folder / copy["file"])
        # No kernel is needed to see that the form is wrong.
        targets.append(copy["file"] + "::form" * ("form" in copy["kinds"]))
    options = ["-n2", "--dist=loadfile", "--nbval-cell-timeout=5", "--junitxml=log.xml"]
    run = verify(folder, *options, *targets)
    assert run.returncode == 1, run.stdout
    failures = {copy["file"]: {} for copy in copies}
    for case in ElementTree.parse(folder / "log.xml").iter("testcase"):
        for problem in [*case.iterfind("failure"), *case.iterfind("error")]:
            failures[case.get("classname")][case.get("name")] = problem.text
    return {
        kind: (failures[copy["file"]], set(copy["kinds"]))
        for copy in copies
        for kind in copy["kinds"].values()
    }


def verify(folder: Path, *arguments: str, **environment: str):
    """Run plain pytest on notebooks of a folder, as the repository is set up for its own."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        f"-c{ROOT / 'pyproject.toml'}",
        f"--rootdir={folder}",
    ]
    return subprocess.run(
        [*command, "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("kind", KINDS, ids=": ".join)
def test_a_falsified_notebook_fails_for_its_own_reason(verdicts, kind):
    failures, falsified = verdicts[kind]
    _, item, reason = KINDS[kind]
    assert set(failures) == falsified
    assert reason in failures[item]


@pytest.mark.parametrize("flags", ["", "--xla_cpu_max_isa=AVX2", "--xla_cpu_max_isa=SSE4_2"])
def test_an_honest_notebook_passes_on_other_processors(notebooks, flags):
    run = verify(notebooks, "arithmetic.ipynb", XLA_FLAGS=flags)
    assert run.returncode == 0, run.stdout
    assert re.search(r"^arithmetic.ipynb: \d+\.\d s, 3 cells compared, 0 not$", run.stdout, re.M)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="cores are pinned on Linux only")
def test_honest_notebooks_pass_on_one_core(notebooks):
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        run = verify(notebooks, *(f"{name}.ipynb" for name in HONEST))
    finally:
        os.sched_setaffinity(0, cores)
    assert run.returncode == 0, run.stdout
    assert re.search(r"^words.ipynb: \d+\.\d s, 10 cells compared, 1 not$", run.stdout, re.M)
    assert "not compared: Cell 7, In [8]: print(noise): outputs: noise" in run.stdout
    assert "figure: another draw in every run (covered by claim tiny.figure)" in run.stdout
