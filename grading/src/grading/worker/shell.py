"""What stands for IPython's shell: magics that only measure or show run what they are given."""

import ast
import os
import re
import time
import types

QUIET = {
    "autoreload", "colors", "config", "load_ext", "matplotlib", "pdb", "pfile", "pinfo", "pinfo2",
    "precision", "psearch", "psource", "reload_ext", "time", "timeit", "who", "whos", "xmode",
}  # fmt: skip
RUN = {"capture", "memit", "prun", "time", "timeit"}  # those that run the code behind them
OPTIONS = re.compile(r"^\s*(-[a-zA-Z]\S*\s+(\d+\s+)?)*")


class CannotRun(Exception):
    """Something that a kernel could run, and grading cannot; its name."""


class Shell:
    """The shell of a notebook, as its transformed cells call it."""

    def __init__(self, notebook):
        """notebook: the one that runs."""
        self.notebook, self.user_ns = notebook, notebook.names

    def run_line_magic(self, name: str, line: str, *_, **__):
        """%name line: the value of the line where the magic gives it, or a time."""
        if name in ("env", "set_env") and line.strip():
            key, _, value = line.replace("=", " ", 1).strip().partition(" ")
            os.environ[key] = value.strip()
        elif name in RUN:
            return self.timed(name, OPTIONS.sub("", line) if name != "time" else line)
        elif name not in QUIET:
            raise CannotRun(f"`%{name}` cannot be run in grading")

    def run_cell_magic(self, name: str, line: str, body: str):
        """%%name line, and the cell below it."""
        if name in ("file", "writefile"):
            *options, place = line.split()
            with open(place, "a" if "-a" in options else "w", encoding="utf-8") as file:
                file.write(body)
            return
        if name not in RUN:
            raise CannotRun(f"`%%{name}` cannot be run in grading")
        if name in ("time", "timeit", "prun") and OPTIONS.sub("", line).strip():
            self.timed("time", OPTIONS.sub("", line))
        from .notebook import parsed  # the two call one another

        for statement in parsed(body):
            self.notebook.run(statement)

    def system(self, line: str, *_, **__):
        """!line"""
        raise CannotRun(f"`!{line.split(' ')[0]}` cannot be run in grading")

    getoutput = getoutput_split = system_raw = system

    def timed(self, name: str, line: str):
        """Run a line once: the value of an expression, and for `timeit` how long it took."""
        body, value, start = ast.parse(line.strip()).body, None, time.perf_counter()
        for statement in body[:-1]:
            self.notebook.run(statement)
        if body and isinstance(body[-1], ast.Expr):
            value = eval(compile(ast.Expression(body[-1].value), "<magic>", "eval"), self.user_ns)
        elif body:
            self.notebook.run(body[-1])
        took = time.perf_counter() - start
        if name != "timeit":
            return value
        return types.SimpleNamespace(
            average=took, best=took, worst=took, stdev=0.0, loops=1, repeat=1, all_runs=[took]
        )

    def __getattr__(self, name: str):
        """What else a shell has does nothing here."""
        return lambda *_, **__: None
