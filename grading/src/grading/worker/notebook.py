"""A notebook's code cells, run in their order as a kernel runs them, a statement at a time.

An error costs the statement that raises it. Cells are dictionaries with "source" and "question" (a
name, or None).
"""

import ast
import re
import traceback
import types
from collections.abc import Callable
from inspect import CO_COROUTINE

from .shell import CannotRun, Shell

FILE = "<your notebook>"
LONGEST = 400  # characters of an error's text


class Notebook:
    """A notebook that runs. names: what it has defined. notes: cell → what could not be run."""

    def __init__(self, module: types.ModuleType, begin: Callable[[int, int], bool]):
        """begin: told of each statement, (cell, statement), before it runs; whether it should."""
        self.names, self.begin, self.notes, self.flags = vars(module), begin, {}, 0
        self.names |= {"get_ipython": lambda: Shell(self), "display": lambda *_, **__: None}

    def cell(self, number: int, source: str, keep: Callable[[ast.stmt], bool]) -> None:
        """Run a cell. keep: of which statements the names that exist already are kept."""
        if not self.begin(number, -1):
            return self.note(number, "it did not end in time, or ended its process")
        try:
            body = parsed(source)
        except CannotRun as error:
            return self.note(number, str(error))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line = f", line {error.lineno}" if isinstance(error, SyntaxError) else ""
            return self.note(number, f"a cell cannot be read: {type(error).__name__}{line}")
        for place, statement in enumerate(body):
            if not self.begin(number, place):
                self.note(number, f"line {statement.lineno} did not end, or ended its process")
                continue
            before = dict(self.names) if keep(statement) else {}
            try:
                self.run(statement)
            except BaseException as error:
                self.note(number, describe(error))
            self.names.update(before)

    def run(self, statement: ast.stmt) -> None:
        """Run a statement; `from __future__` counts for all that follow, and it may `await`."""
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            features = __import__("__future__")
            for alias in statement.names:
                self.flags |= getattr(features, alias.name).compiler_flag
        tree, flags = ast.Module([statement], []), self.flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        code = compile(tree, FILE, "exec", flags=flags, dont_inherit=True)
        if not code.co_flags & CO_COROUTINE:
            exec(code, self.names)
        else:
            asyncio = __import__("asyncio")  # slow, and few need it
            asyncio.run(eval(code, self.names))

    def note(self, number: int, text: str) -> None:
        """Remember what went wrong in a cell; the first thing counts."""
        self.notes.setdefault(number, text)


def parsed(source: str) -> list[ast.stmt]:
    """The statements of a cell; what is IPython's and not Python's is made calls of its shell."""
    try:
        return ast.parse(source).body
    except SyntaxError as error:
        try:
            from IPython.core.inputtransformer2 import TransformerManager
        except ImportError:
            raise error from None
        transformed = TransformerManager().transform_cell(source)
        return ast.parse(transformed).body


def own_cell(cells: list[dict], name: str, stub: str) -> int:
    """The cell of a question: the last one of its tag that answers it, else the last that does.

    Where none does, the last one of its tag; without that, the last of all.
    """
    untouched = dumps(stub)
    answers = [n for n, cell in enumerate(cells) if defines(cell["source"], name, untouched)]
    tagged = [n for n, cell in enumerate(cells) if cell["question"] == name]
    both = [n for n in answers if n in tagged]
    return (both or answers or tagged or [len(cells) - 1])[-1]


def defines(source: str, name: str, untouched: set[str]) -> bool:
    """Whether a cell gives a name a meaning at its top level, other than that of the stub."""
    try:
        body = parsed(source)
    except BaseException:
        return bool(re.search(rf"^(def +{name}\b|{name} *=)", source, re.M))
    return any(name in binds(node) and ast.dump(node) not in untouched for node in body)


def binds(node: ast.stmt) -> set[str]:
    """The names that a statement binds at the top level; a loop's variable is no answer."""
    found, stack = set(), [node]
    while stack:
        each = stack.pop()
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(each.name)
        elif isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            found.add(each.id)
        elif isinstance(each, ast.alias):
            found.add((each.asname or each.name).split(".")[0])
        elif isinstance(each, ast.For | ast.AsyncFor | ast.comprehension):
            stack += [child for child in ast.iter_child_nodes(each) if child is not each.target]
        elif not isinstance(each, ast.Lambda):
            stack += ast.iter_child_nodes(each)
    return found


def dumps(source: str) -> set[str]:
    """The statements of a text, comparable; none where it is no Python."""
    try:
        return {ast.dump(node) for node in ast.parse(source).body}
    except SyntaxError:
        return set()


def describe(error: BaseException) -> str:
    """An error in a line: its type, its text, and the last line of the notebook's code in it."""
    if isinstance(error, CannotRun):
        return str(error)
    try:
        text = str(error)[:LONGEST]
    except BaseException:
        text = ""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == FILE]
    place = f" (line {lines[-1]} of its cell)" if lines else ""
    return f"{type(error).__name__}: {text}{place}" if text else f"{type(error).__name__}{place}"
