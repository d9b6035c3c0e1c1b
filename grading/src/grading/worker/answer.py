"""The process of one question: it runs the notebook, then answers calls until told off.

First it sends {"callable": …} or {"missing": …}, with "notes": what could not be run. Every
message from the grader is {"call": arguments}, and for a question that is a value {"call": None}.
The answer is {"value": …} or {"error": …}.
"""

import ast
import os
import sys
import types
from collections.abc import Callable

from . import message
from .notebook import Notebook, describe, dumps, own_cell
from .plain import plain

MOST_NOTES = 20


def serve(channel, job: dict, order: dict, begin: Callable[[int, int], bool]) -> None:
    """Run the notebook as far as the order says, then answer every call.

    begin: told of each statement before it runs, and at the end of (-1, -1); whether it should.
    """
    question = job["questions"][order["question"]]
    name, stub = question["name"], question["stub"]
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    sys.path.append(os.getcwd())  # as in a kernel, but behind all that is installed
    notebook = Notebook(module, begin)
    own = own_cell(job["cells"], name, stub)
    run(notebook, job, order, own)
    begin(-1, -1)
    message.send(channel, first(notebook, job["cells"], name, own))
    while True:
        try:
            request = message.receive(channel)
        except EOFError:
            return
        try:
            answer = notebook.names[name]
            value = answer if request["call"] is None else answer(*request["call"])
            message.send(channel, {"value": plain(value)})
        except BaseException as error:
            unanswered = isinstance(error, NotImplementedError)
            message.send(channel, {"error": describe(error), "unanswered": unanswered})


def run(notebook: Notebook, job: dict, order: dict, own: int) -> None:
    """Run what is given, then the cells: up to a question's own, or all."""
    stubs = {dump for question in job["questions"] for dump in dumps(question["stub"])}
    handed_out = set(map(whole, job["handed_out"])) - {None}
    for number, source in enumerate(job["given"]):
        notebook.cell(-2 - number, source, lambda statement: False)
    for number, cell in enumerate(job["cells"]):
        if number > own and not order["to_the_end"]:
            return
        of_ours = whole(cell["source"]) in handed_out
        if of_ours and not order["handed_out"]:
            continue
        notebook.cell(number, cell["source"], lambda s, ours=of_ours: ours or ast.dump(s) in stubs)


def first(notebook: Notebook, cells: list[dict], name: str, own: int) -> dict:
    """The first message: whether there is an answer, and what kind."""
    said = {number: text for number, text in notebook.notes.items() if number >= 0}
    notes = [f"code cell {number + 1}: {text}" for number, text in said.items()][:MOST_NOTES]
    if name in notebook.names:
        return {"callable": callable(notebook.names[name]), "notes": notes}
    likely = [text for n, text in said.items() if name in cells[n]["source"] and n != own]
    likely += [said[own]] if own in said else []
    return {"missing": [f"there is no `{name}`", *likely][-1], "notes": notes}


def whole(source: str) -> str | None:
    """A cell's code, comparable: without comments and layout; None where it is no Python."""
    try:
        return ast.dump(ast.parse(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
