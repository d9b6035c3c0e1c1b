"""The verifier lets honest notebooks pass, anywhere, and catches every kind of falsified one."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import nbformat
import pytest
from nbval.kernel import CURRENT_ENV_KERNEL_NAME
from sabotage import figures, honest, runs, screen, words

from nbclaims.schema import MIME
from nbclaims.verifier import claims, messages, text
from nbclaims.verifier.kernel import WatchedKernel, namespace_available

HONEST = ("words", "figures", "screen")
TABLES = {"words": words.KINDS | runs.KINDS, "figures": figures.KINDS, "screen": screen.KINDS}
KINDS = {(notebook, name): kind for notebook in TABLES for name, kind in TABLES[notebook].items()}
# Run as a user would, in a folder that has nothing but this.
SETTINGS = """[pytest]
addopts = --nbclaims --nbval-current-env -p no:cacheprovider
nbclaims_alt_text = true
filterwarnings = error
"""


def pack(kinds: dict) -> list[dict]:
    """Spread the kinds over few copies: in a copy, one notebook and no item falsified twice.

    A copy whose form is falsified is falsified in nothing else.
    """
    copies = []
    for (notebook, name), (_, item, _) in kinds.items():
        for copy in copies:
            free = item != "form" and not {item, "form"} & set(copy["kinds"])
            if copy["notebook"] == notebook and free:
                break
        else:
            copy = {"notebook": notebook, "kinds": {}, "file": f"copy-{len(copies)}.ipynb"}
            copies.append(copy)
        copy["kinds"][item] = (notebook, name)
    return copies


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory):
    """A folder of honest notebooks."""
    folder = tmp_path_factory.mktemp("honest")
    (folder / "pytest.ini").write_text(SETTINGS)
    for name in HONEST:
        nbformat.write(getattr(honest, name)(), folder / f"{name}.ipynb")
    return folder


@pytest.fixture(scope="module")
def verdicts(notebooks, tmp_path_factory):
    """What one parallel run says of every kind: (the failures of its copy, the items falsified)."""
    folder = tmp_path_factory.mktemp("falsified")
    (folder / "pytest.ini").write_text(SETTINGS)
    copies, targets = pack(KINDS), []
    for copy in copies:
        notebook = nbformat.read(notebooks / f"{copy['notebook']}.ipynb", as_version=4)
        for kind in copy["kinds"].values():
            KINDS[kind][0](notebook)
        nbformat.write(notebook, folder / copy["file"])
        # No kernel is needed to see that the form is wrong.
        targets.append(copy["file"] + "::form" * ("form" in copy["kinds"]))
    options = ["-n3", "--dist=loadfile", "--nbval-cell-timeout=30", "--junitxml=log.xml"]
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
    """Run pytest on notebooks of a folder, as it is."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("kind", KINDS, ids=": ".join)
def test_a_falsified_notebook_fails_for_its_own_reason(verdicts, kind):
    failures, falsified = verdicts[kind]
    _, item, code = KINDS[kind]
    assert set(failures) == falsified
    assert f"[{code}]" in failures[item]


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="cores are pinned on Linux only")
def test_honest_notebooks_pass_on_one_core_of_another_processor(notebooks):
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        run = verify(notebooks, *(f"{n}.ipynb" for n in HONEST), OPENBLAS_CORETYPE="Nehalem")
    finally:
        os.sched_setaffinity(0, cores)
    assert run.returncode == 0, run.stdout
    assert re.search(r"^words.ipynb: \d+\.\d s, 10 cells compared, 1 not$", run.stdout, re.M)
    assert "not compared: Cell 7, In [8]: print(noise): outputs: noise" in run.stdout
    assert "figure: another draw in every run (covered by claim tiny.figure)" in run.stdout
    assert "stored without their texts" not in run.stdout


@pytest.mark.parametrize(
    "stored, fresh",
    [
        ("104.21 nats", "104.22 nats"),  # one unit of the last place, for 104.215 on either side
        ("loss 1.2345e-03", "loss 1.2346e-03"),
        ("[0.12345678 -0.5 ]", "[ 0.123456  -0.50000001]"),  # NumPy drops zeros, moves columns
        ("0.0 -0.0", "-0.0 0.0"),
        ("v0.10.2 in 3-5 days, 12:30", "v0.10.2 in 3-5 days, 12:30"),
        ("[1.0, 1e-17]", "[1.0, -3e-17]"),  # rounding, beside ones
        ("[[1.   0.5]\n [1e-9 0. ]]", "[[1.   0.5]\n [2e-9 0. ]]"),
        ("{'b', 'a'} {0.5, 0.25}", "{'a', 'b'} {0.25, 0.5000001}"),
        ("−0.5", "-0.5"),
        ("\x1b[31m0.6931472\x1b[0m", "\x1b[31m0.6931473\x1b[0m"),
    ],
)
def test_texts_of_one_meaning_agree(stored, fresh):
    assert text.difference(stored, fresh, rtol=1e-5) == ""


@pytest.mark.parametrize(
    "stored, fresh",
    [
        ("104.21", "104.23"),
        ("0.12", "0.13"),  # the unit is too large a share to be a rounding
        ("0.0", "0.1"),
        ("250.", "251."),
        ("0.5", "0.51"),
        ("100", "101"),
        ("v2.14.1", "v2.15.1"),
        ("1.0 nats", "nan nats"),
        ("[1.0, 2.0]", "[1.0, 2.0, 2.0]"),
        ("a  b", "a b"),
        ("6.63e-34", "1.05e-34"),
        ("-3.2e-10", "8.7e-9"),
        ("0.0", "6.63e-34"),
        ("c = 3.0e8, h = 6.63e-34", "c = 3.0e8, h = 1.05e-34"),
        ("300000000.0\n-3.2e-10", "300000000.0\n8.7e-9"),
        ("1.0 of 6.63e-34", "1.0 of 1.05e-34"),
        ("{'a', 'b'}", "{'a', 'c'}"),
        ("{'a': 1, 'b': 2}", "{'b': 2, 'a': 1}"),  # the order of a dictionary means something
        ("x_{2, 1}", "x_{1, 2}"),
        ("\x1b[31m1\x1b[0m", "\x1b[32m1\x1b[0m"),
    ],
)
def test_texts_of_other_meaning_differ(stored, fresh):
    assert text.difference(stored, fresh, rtol=1e-5)
    assert text.difference(fresh, stored, rtol=1e-5)


@pytest.mark.skipif(not namespace_available(), reason="no network namespaces here")
def test_programs_other_than_python_find_no_network_either(tmp_path):
    kernel = WatchedKernel(CURRENT_ENV_KERNEL_NAME, cwd=str(tmp_path))
    interfaces = {"interfaces": "__import__('socket').if_nameindex()"}
    reply = kernel.kc.execute("", user_expressions=interfaces, reply=True, timeout=60)
    kernel.stop()
    found = reply["content"]["user_expressions"]["interfaces"]["data"]["text/plain"]
    assert found == "[(1, 'lo')]"


def a_claim(**entries) -> dict:
    """A claim as an output's data: 0.5037 for 0.5 ± 0.01, but for the entries given."""
    stated = {"id": "a.b", "measured": 0.5037, "target": 0.5, "tolerance": 0.01, "passed": True}
    stated |= {"statement": "", "because": "", **entries}
    stated = {name: value for name, value in stated.items() if value is not None}
    bound = stated.get("target", stated.get("at_most"))
    text = f"a.b {stated['measured']:.4g} ≈ {bound:.6g} ± {stated['tolerance']:.3g}"
    return {MIME: stated, "text/plain": text}


AT_MOST = {"target": None, "at_most": 2}


@pytest.mark.parametrize(
    "stored, fresh",
    [
        ({}, {"measured": 0.4961}),
        ({}, {"target": 0.500009}),  # less than a thousandth of the tolerance
        ({}, {"tolerance": 0.010009}),
        ({"tolerance": 0.0, "measured": 0.5}, {"tolerance": 0.0, "measured": 0.5}),
        ({"target": 1e6 / 3, "measured": 1e6 / 3, "tolerance": 0.0},) * 2,
        (AT_MOST | {"tolerance": 0}, AT_MOST | {"tolerance": 0, "at_most": 2 + 1e-12}),
        # The sixth digit of a target flips: 0.1234565 on either side.
        ({"target": 0.12345649, "measured": 0.12}, {"target": 0.12345651, "measured": 0.12}),
    ],
)
def test_claims_that_two_machines_round_differently_agree(stored, fresh):
    for a, b in ((stored, fresh), (fresh, stored)):
        assert claims.differences(a_claim(**a), a_claim(**b)) == []


@pytest.mark.parametrize(
    "stored, fresh, key",
    [
        ({}, {"target": 0.500011}, "target"),
        ({}, {"tolerance": 0.010011}, "tolerance"),
        ({"tolerance": 0, "measured": 0.5}, {"tolerance": 1e-9, "measured": 0.5}, "tolerance"),
        (AT_MOST | {"tolerance": 0}, AT_MOST | {"tolerance": 0, "at_most": 2 + 1e-11}, "at_most"),
        (AT_MOST, {"target": 2, "measured": 2}, "at_most"),
        (
            {"target": 0, "measured": 0, "tolerance": 0},
            {"target": 1e-300, "tolerance": 0},
            "target",
        ),
    ],
)
def test_claims_that_say_something_else_differ(stored, fresh, key):
    for a, b in ((stored, fresh), (fresh, stored)):
        found = claims.differences(a_claim(**a), a_claim(**b))
        assert any(problem.startswith(f"claim a.b: [claim-{key}] ") for problem in found), found


def said(*kinds):
    """Messages of a kernel: streams by their text, displays by (id, text), clearing by wait."""
    for kind in kinds:
        content = {"name": "stdout", "text": kind}
        name = "stream"
        if isinstance(kind, bool):
            name, content = "clear_output", {"wait": kind}
        if isinstance(kind, tuple):
            name, (display, text) = kind[0], kind[1:]
            content = {"data": {"text/plain": text}, "metadata": {}}
            content["transient"] = {"display_id": display}
        yield {"msg_type": name, "content": content, "header": {"msg_type": name}}


SHOW, UPDATE = "display_data", "update_display_data"


@pytest.mark.parametrize(
    "kinds, shown",
    [
        (("a", "b"), ["a", "b"]),
        (("a", True), ["a"]),  # what comes next clears
        (("a", True, "b"), ["b"]),
        (("a", False), []),
        (("a", False, "b", "c"), ["b", "c"]),
        (((SHOW, "1", "a"), "b", (UPDATE, "1", "c")), ["c", "b"]),
        (((SHOW, "1", "a"), (SHOW, "1", "b")), ["b", "b"]),
        (((SHOW, "1", "a"), True, "b"), ["b"]),
    ],
)
def test_what_is_there_after_clearing_and_updating(kinds, shown):
    found = messages.outputs(said(*kinds))
    assert [output.get("text") or output.data["text/plain"] for output in found] == shown


@pytest.mark.parametrize(
    "kinds", [[(UPDATE, "1", "a")], [(SHOW, "1", "a"), False, (UPDATE, "1", "b")]]
)
def test_an_update_of_what_the_cell_does_not_show_is_refused(kinds):
    with pytest.raises(messages.EarlierDisplay, match="'1' is of an earlier cell"):
        messages.outputs(said(*kinds))
