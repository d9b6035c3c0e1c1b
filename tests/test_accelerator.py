"""Claims from a notebook's code, without Jupyter; and nothing at all without an accelerator."""

import json

import jax
import pytest
from elsewhere import accelerator


def notebook(path, *sources, claims):
    cells = [
        {"cell_type": "code", "source": [source], "metadata": {"tags": tags}, "outputs": []}
        for source, tags in sources
    ]
    for name in claims:  # as they were stored
        html = f'<span class="claim-id">{name}</span>'
        cells[0]["outputs"].append({"data": {"text/html": [html]}})
    cells.append({"cell_type": "markdown", "source": ["*not code*"], "metadata": {}})
    path.write_text(json.dumps({"cells": cells}))
    return path


CLAIM = "import nbclaims as claims\nclaims.check({!r}, {}, target=1, because='arithmetic')"


def test_claims_that_hold_are_counted_and_what_cells_raise_is_named(tmp_path):
    path = notebook(
        tmp_path / "07_a.ipynb",
        (CLAIM.format("a.first", 1), []),
        (CLAIM.format("a.second", 2), []),
        ("x = 1 / 0", ["raises-exception"]),
        ("assert __import__('os').path.isfile('07_a.ipynb')", []),
        (CLAIM.format("a.third", "int(x_is_missing := 1)"), []),
        claims=["a.first", "a.second", "a.third"],
    )
    found = accelerator.run_cells(path)
    assert (found["held"], found["stored"]) == (2, 3)
    (raised,) = found["raised"]
    assert raised.startswith("cell 1: ClaimError: claim a.second")


def test_a_process_that_dies_is_named(tmp_path):
    path = notebook(tmp_path / "b.ipynb", ("raise SystemExit('gone')", []), claims=["b.first"])
    assert accelerator.run_cells(path) == {"held": 0, "stored": 1, "raised": ["gone"]}


@pytest.mark.skipif(jax.devices()[0].platform != "cpu", reason="there is an accelerator")
def test_without_an_accelerator_the_record_stays(capsys, monkeypatch):
    monkeypatch.setattr(accelerator, "run_cells", None)  # nothing is run
    before = accelerator.RECORD.read_bytes()
    assert accelerator.main([]) == 1
    assert "no accelerator" in capsys.readouterr().out
    assert accelerator.RECORD.read_bytes() == before
