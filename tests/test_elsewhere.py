"""How the claims fare elsewhere: what is stored, how it is counted, how it is emulated."""

import json
import subprocess
import sys
from concurrent.futures import Future
from pathlib import Path

import nbformat
import pytest
from elsewhere import COUNTS, processors, seeds
from nbformat.v4 import new_code_cell, new_notebook, new_output

from nbclaims import robustness
from nbclaims.robustness import Held
from nbclaims.schema import MIME

ROOT = Path(__file__).parents[1]
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
# So many claims of the book may be waiting for `make seeds` and for `make portability`.
UNTRIED = 12


def claim(id="a.b", **entries) -> dict:
    stated = {"id": id, "statement": "one is one", "measured": 1, "target": 1.0, "tolerance": 0.5}
    return stated | {"because": "rounding", "passed": True} | entries


def notebook(*claims, source="check(1)"):
    outputs = [new_output("display_data", data={MIME: stated}) for stated in claims]
    return new_notebook(cells=[new_code_cell(source, outputs=outputs)])


def record(notebook, held, runs=20):
    found = robustness.fingerprints(notebook).items()
    claims = {name: {"fingerprint": mark, "held": held} for name, mark in found}
    return {"runs": [str(i) for i in range(runs)], "claims": claims}


@pytest.mark.parametrize("kind", robustness.KINDS)
def test_the_book_s_claims_hold_elsewhere(kind):
    stored, untried, weak = robustness.read(ROOT / COUNTS), [], []
    for path in CHAPTERS:
        page = path.relative_to(ROOT).with_suffix("").as_posix()
        counts = robustness.held(stored, page, json.loads(path.read_text(encoding="utf-8")))
        for name, held in ((name, of_kind[kind]) for name, of_kind in counts.items()):
            untried += [name] * (not held.tried)
            missed = kind == "processors" and held.held < held.tried
            weak += [name] * (missed or robustness.weak(held))
    assert weak == []
    assert len(untried) <= UNTRIED, untried


@pytest.mark.parametrize(
    "changed",
    [
        notebook(claim(target=1.1)),
        notebook(claim(tolerance=0.6)),
        notebook(claim(statement="one is two")),
        notebook(claim(), source="check(2)"),
    ],
)
def test_a_claim_that_was_changed_counts_as_not_yet_tried(tmp_path, changed):
    file = tmp_path / "counts.json"
    robustness.store(file, "seeds", "chapters/a", record(notebook(claim()), held=19))
    stored = robustness.read(file)
    same = notebook(claim(measured=1.2), claim("a.new"))
    for only_rounded in (claim(measured=1.2), claim(target=1 + 1e-14)):
        assert robustness.held(stored, "chapters/a", notebook(only_rounded)) == {
            "a.b": {"seeds": Held(19, 20), "processors": Held(0, 0)}
        }
    assert robustness.held(stored, "chapters/a", same)["a.new"]["seeds"] == Held(0, 0)
    assert robustness.held(stored, "chapters/a", changed)["a.b"]["seeds"] == Held(0, 0)


def test_storing_one_chapter_leaves_the_others(tmp_path):
    file = tmp_path / "counts.json"
    for kind, page, held in [("seeds", "a", 1), ("seeds", "b", 2), ("processors", "a", 3)]:
        robustness.store(file, kind, page, record(notebook(claim()), held))
    robustness.store(file, "seeds", "a", record(notebook(claim()), 4))
    stored = robustness.read(file)
    held = {(k, p): r["claims"]["a.b"]["held"] for k in stored for p, r in stored[k].items()}
    assert held == {("seeds", "a"): 4, ("seeds", "b"): 2, ("processors", "a"): 3}


SEEDED = """\
import jax, numpy as np
import nbclaims as claims
seed = np.random.default_rng(7).bit_generator.seed_seq.entropy
assert seed == int(jax.random.key_data(jax.random.key(7))[1])
claims.check("a.first", seed, target=7, because="seed")
claims.check("a.second", 1, target=1, because="one", rejects={"one": 1})
claims.check("a.third", 1, target=1, because="one")
1 / 0
claims.check("a.never", 1, target=1, because="one")"""


def test_a_shift_moves_every_seed_and_a_failed_claim_ends_no_cell(tmp_path):
    path = tmp_path / "a.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(SEEDED)]), path)
    found, errors = seeds.run(path, 1000)
    assert [(c["id"], c["passed"]) for c in found] == [
        ("a.first", False),
        ("a.first", False),
        ("a.second", True),
        ("a.second", False),  # it would not catch the mistake
        ("a.third", True),
    ]
    assert found[0]["measured"] == 1007
    assert errors == ["cell 0: ZeroDivisionError: division by zero"]
    assert seeds.held(found) == {"a.third"}


def test_a_chapter_s_record_counts_its_claims(tmp_path, capsys):
    path = tmp_path / "a.ipynb"
    code = (
        "import jax\nimport nbclaims as claims\n"
        "seed = int(jax.random.key_data(jax.random.key(0))[1])\n"
        "claims.check('a.once', seed, target=1000, because='seed')\n"
        "claims.check('a.always', seed, at_least=0, because='seed')"
    )
    stated = [claim("a.once"), claim("a.always"), claim("a.gone")]
    outputs = [new_output("display_data", data={MIME: c}) for c in stated]
    nbformat.write(new_notebook(cells=[new_code_cell(code, outputs=outputs)]), path)
    runs = {shift: Future() for shift in (1000, 2000, 3000)}
    for shift, future in runs.items():
        future.set_result(seeds.run(path, shift))
    found = seeds.count(path, runs)
    held = {name: counted["held"] for name, counted in found["claims"].items()}
    assert held == {"a.once": 1, "a.always": 3, "a.gone": 0}
    assert found["runs"] == ["1000", "2000", "3000"]
    assert "claim a.once: measured 2000, claimed = 1000" in capsys.readouterr().out


@pytest.mark.parametrize("name", processors.PROCESSORS)
def test_a_processor_is_emulated(name):
    processor = processors.PROCESSORS[name]
    if not processors.possible(processor):
        pytest.skip(f"this processor cannot be a {name}")
    code = (
        "import jax, numpy as np\n"
        "c = np._core._multiarray_umath\n"
        "print(jax.numpy.ones(3).sum(), *(n for n in c.__cpu_dispatch__ if c.__cpu_features__[n]))"
    )
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env=processors.environment(processor) | {"OPENBLAS_VERBOSE": "2"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    total, *used = run.stdout.splitlines()[-1].split()
    assert total == "3.0"
    wide = {name for name in used if name.startswith(("AVX512", "X86_V4"))}
    assert bool(wide) == (processor.isa == "AVX512")
    assert bool(set(used) - wide) == (processor.isa in ("AVX2", "AVX512"))
    kernels = {"Zen": "Haswell"}.get(processor.openblas, processor.openblas)
    assert f"Core: {kernels}" in run.stdout + run.stderr


def test_the_other_processor_is_another_one(monkeypatch):
    for kernels in ("Haswell", "Zen"):
        monkeypatch.setenv("OPENBLAS_CORETYPE", kernels)
        assert processors.unlike_this() in ("Nehalem", "")
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Nehalem")
    assert processors.unlike_this() in ("Haswell", "")


LOG = """<testsuites><testsuite>
<testcase classname="chapters.a.ipynb" name="Cell 0" time="1.5"/>
<testcase classname="chapters.a.ipynb" name="Cell 1" time="2"><failure>no</failure></testcase>
<testcase classname="tests.test_b" name="test_c" time="0.25"/>
<testcase classname="tests.test_d" name="test_e" time="1"><error>no</error></testcase>
</testsuite></testsuites>"""


def test_the_verdict_on_each_file(tmp_path):
    log = tmp_path / "log.xml"
    log.write_text(LOG)
    files = ["chapters/a.ipynb", "tests/test_b.py", "tests/test_d.py", "tests/test_gone.py"]
    a, b, d, gone = processors.verdicts(log, files).values()
    assert a == processors.Verdict(3.5, frozenset(["Cell 0"]), frozenset(["Cell 1"]))
    assert b == processors.Verdict(0.25, frozenset(["test_c"]), frozenset())
    assert (d.failed, gone.failed) == ({"test_e"}, {"nothing was run"})
    assert processors.verdicts(tmp_path / "none.xml", files[:1])[files[0]].failed
    table = processors.show({"Zen": {"a": a, "b": b}, "Haswell": {"a": b, "b": b}})
    assert [line.split() for line in table.splitlines()] == [
        ["Zen", "Haswell"],
        ["a", "4", "s", "1", "FAILED", "0", "s", "passed"],
        ["b", "0", "s", "passed", "0", "s", "passed"],
    ]


def test_a_claim_held_where_its_cell_passed(tmp_path):
    path = tmp_path / "a.ipynb"
    cells = [new_code_cell("1"), *notebook(claim("a.b")).cells, *notebook(claim("a.c")).cells]
    nbformat.write(new_notebook(cells=cells), path)
    name, cell = str(path), processors.Verdict
    table = {
        "Zen": {name: cell(1, frozenset(["Cell 1", "Cell 2"]), frozenset())},
        "Haswell": {name: cell(1, frozenset(["Cell 1"]), frozenset(["Cell 2"]))},
    }
    claims = processors.record(name, table)["claims"]
    assert {key: counted["held"] for key, counted in claims.items()} == {"a.b": 2, "a.c": 1}
