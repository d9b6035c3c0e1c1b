"""A gigabyte of output, and an answer that is as large."""

import os
import sys


def QUESTION(*args):
    if not os.path.isdir("/grader/worker"):
        return  # not shut in: do no harm
    line = "x" * 2**20
    for _ in range(512):
        print(line)
        os.write(2, line.encode())
    return np.zeros(2**27), np.zeros(2**27)
