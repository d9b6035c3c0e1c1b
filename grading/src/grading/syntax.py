"""Python read as a tree, by one thread at a time.

CPython 3.11 counts the depth of all threads' trees in one place. Where the collector of garbage
lets another thread in while a tree is made, it raises a SystemError, and a submission would get 0.
"""

import ast
from threading import Lock

_one_at_a_time = Lock()


def parse(source: str) -> ast.Module:
    """`ast.parse`, for threads. Errors as there."""
    with _one_at_a_time:
        return ast.parse(source)
