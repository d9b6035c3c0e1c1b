"""Trees in threads, with garbage whose end lets other threads in."""

import ast
import gc
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from grading import session
from grading.syntax import parse

SOURCE = Path(session.__file__).read_text()


class Garbage:
    def __init__(self):
        self.me = self

    def __del__(self):
        time.sleep(0.0005)


def test_trees_can_be_made_in_threads():
    def job(_):
        for _ in range(3):
            Garbage()
        return ast.dump(parse(SOURCE))

    before = gc.get_threshold()
    gc.set_threshold(50)
    try:
        with ThreadPoolExecutor(4) as pool:
            assert set(pool.map(job, range(200))) == {ast.dump(ast.parse(SOURCE))}
    finally:
        gc.set_threshold(*before)


def test_what_is_no_python_is_an_error():
    with pytest.raises(SyntaxError):
        parse("x = = 1")
