"""Leaves processes behind, in sessions of their own, that go on writing."""

import os
import time


def QUESTION(*args):
    if not os.path.isdir("/grader/worker"):
        return  # not shut in: do no harm
    for _ in range(3):
        if not os.fork():
            os.setsid()
            if os.fork():
                os._exit(0)
            end = time.time() + 300
            while time.time() < end:
                for number in range(3, 20):
                    try:
                        os.write(number, b"\0\0\0\1x")
                    except OSError:
                        pass
                time.sleep(0.01)
            os._exit(0)
    return None, None
