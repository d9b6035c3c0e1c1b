"""What students must not see is found in pages, notebooks and the autograder."""

import json

import small_homework

from grading import leaks

LINE = 'return compare(double(x), 2 * x, what="twice x", mistakes={"that is the square": x**2})'


def test_a_new_homework_hides_its_secrets(tmp_path):
    proof = leaks.hidden(small_homework.load(tmp_path))
    assert proof.tried > 0 and proof.faults == []


def test_a_secret_line_that_is_seen_is_named(tmp_path):
    page, notebook = tmp_path / "page.html", tmp_path / "other.ipynb"
    page.write_text(f"<pre>{LINE.replace(' ', ' <b></b>')}</pre>")
    notebook.write_text(json.dumps({"cells": [{"source": [LINE[:9], LINE[9:]]}]}))
    homework = small_homework.load(tmp_path)
    proof = leaks.hidden(homework, [page, notebook])
    assert [fault.split(": ")[0] for fault in proof.faults] == [str(page), str(notebook)]
    assert leaks.hidden(homework, [page], known=LINE).faults == []


def test_short_and_public_lines_are_no_secrets(tmp_path):
    lines = leaks.secret_lines(small_homework.load(tmp_path))
    assert leaks.squeezed(LINE) in lines and "secret_factor=two" not in lines
    assert not [line for line in lines if "twicethreeissix" in line]
