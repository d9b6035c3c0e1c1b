"""Files that are handed in may be anything; each gets a clear line, and none stops the others."""

import json
import os

import pytest

from grading import submission, trial
from grading.submission import Unreadable, clean, read


def written(path, content):
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"", "an empty file"),
        (b"\x89PNG\r\n\x1a\n", "not a notebook: it is no UTF-8 text"),
        (b"def f(x): return x", "not a notebook: invalid JSON"),
        (b'{"nbformat": 4, "cells": [', "not a notebook: invalid JSON"),
        (b"1" * 5000, "not a notebook: invalid JSON"),
        (b"[" * 200_000, "not a notebook: JSON that is nested too deeply"),
        (b"[]", "not a notebook: JSON, but without nbformat"),
        ({"cells": []}, "not a notebook: JSON, but without nbformat"),
        ({"nbformat": 3, "worksheets": []}, "a notebook of format 3"),
        ({"nbformat": "<b>" * 99, "cells": []}, "a notebook of format unknown: open"),
        ({"nbformat": 4}, "it has no list of cells"),
        ({"nbformat": 4, "cells": {}}, "it has no list of cells"),
        (trial.of_cells([("x" * 600_000, []), ("y" * 600_000, [])]), "characters of code"),
    ],
)
def test_what_is_no_notebook(tmp_path, content, reason):
    with pytest.raises(Unreadable) as error:
        read(written(tmp_path / "a.ipynb", content))
    assert reason in str(error.value)


def test_a_large_file_is_not_read(tmp_path):
    path = tmp_path / "a.ipynb"
    with open(path, "wb") as file:
        file.truncate(50 * 2**20)
    with pytest.raises(Unreadable, match="50 MB: at most 20 are read"):
        read(path)


def test_what_is_no_file_of_its_own(tmp_path):
    real = trial.write(tmp_path / "real.ipynb", trial.of_cells([]))
    (tmp_path / "link.ipynb").symlink_to(real)
    (tmp_path / "dangling.ipynb").symlink_to(tmp_path / "none")
    os.mkfifo(tmp_path / "pipe.ipynb")
    (tmp_path / "folder.ipynb").mkdir()
    reasons = {
        "link": "a symbolic link", "dangling": "a symbolic link", "pipe": "not a file",
        "folder": "not a file", "missing": "cannot be read: No such file",
    }  # fmt: skip
    for name, reason in reasons.items():
        with pytest.raises(Unreadable, match=reason):
            read(tmp_path / f"{name}.ipynb")


def test_a_notebook_is_read_for_its_code_and_its_tags(tmp_path):
    notebook = trial.of_cells([("a = 1", ["x", "question:f", "question:g"]), ("b", [])])
    notebook["cells"].insert(0, {"cell_type": "markdown", "source": "question:h", "metadata": {}})
    notebook["cells"][2]["source"] = ["b = 1\n", "c"]
    notebook["metadata"] = {"homework": "hw0"}
    found = read(written(tmp_path / "a.ipynb", b"\xef\xbb\xbf" + json.dumps(notebook).encode()))
    assert found.homework == "hw0"
    assert found.cells == [
        {"source": "a = 1", "question": "f"},
        {"source": "b = 1\nc", "question": None},
    ]


@pytest.mark.parametrize(
    "cell",
    [
        None,
        [],
        "code",
        {},
        {"cell_type": ["code"]},
        {"cell_type": "code", "source": 3},
        {"cell_type": "code", "source": ["a", 3]},
        {"cell_type": "code", "source": {"__class__": "x"}},
    ],
)
def test_a_cell_that_is_none_is_left_out(tmp_path, cell):
    notebook = trial.of_cells([("good = 1", [])])
    notebook["cells"].insert(0, cell)
    found = read(written(tmp_path / "a.ipynb", notebook))
    assert [c["source"] for c in found.cells] == ["good = 1"]


@pytest.mark.parametrize(
    "metadata",
    [
        None,
        [],
        {"tags": "question:f"},
        {"tags": {"question:f": 1}},
        {"tags": [1, None, ["question:f"]]},
        {"question": "f", "points": 100, "grade": {"locked": False}},
        {"homework": ["hw0"]},
    ],
)
def test_odd_metadata_name_no_question(tmp_path, metadata):
    notebook = trial.of_cells([("a = 1", [])])
    notebook["cells"][0]["metadata"] = notebook["metadata"] = metadata
    found = read(written(tmp_path / "a.ipynb", notebook))
    assert found.cells[0]["question"] is None and found.homework is None


def test_text_from_outside_is_made_harmless():
    assert clean("a\x1b[2Jb\n\tc\x00\ud800\u202e") == "a [2Jb c ?"
    assert clean("x" * 600) == "x" * 500 + " …"
    assert clean("é ≤ 1") == "é ≤ 1"
    assert len(clean("x" * submission.MAX_FILE)) < 600
