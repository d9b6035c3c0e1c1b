"""The process of one question: it runs the question's program, then answers calls until told off.

Every message from the grader is {"call": arguments}, and for a question that is a value {"call":
None}. The answer is {"value": …} or {"error": …}, and
before the first call {"callable": …} or {"missing": …}.
"""

import ast
import sys
import traceback
import types

from . import message
from .program import program

FILE = "<your notebook>"
LONGEST = 400  # characters of an error's text


def serve(channel, cells: list[dict], name: str, stub: str) -> None:
    """Run what the name needs, then answer every call."""
    statements, complaints = program(cells, name, stub)
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    for statement in statements:
        try:
            code = compile(ast.Module([statement.node], []), FILE, "exec")
            exec(code, vars(module))
        except BaseException as error:
            complaints.append(describe(error))
    if name not in vars(module):
        missing = complaints[-1] if complaints else f"there is no `{name}`"
        found = {"missing": missing}
    else:
        found = {"callable": callable(getattr(module, name))}
    message.send(channel, found)
    while True:
        try:
            request = message.receive(channel)
        except EOFError:
            return
        try:
            answer = getattr(module, name)
            value = answer if request["call"] is None else answer(*request["call"])
            message.send(channel, {"value": value})
        except BaseException as error:
            unanswered = isinstance(error, NotImplementedError)
            message.send(channel, {"error": describe(error), "unanswered": unanswered})


def describe(error: BaseException) -> str:
    """An error in a line: its type, its text, and the last line of the notebook's code in it."""
    try:
        text = str(error)[:LONGEST]
    except BaseException:
        text = ""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == FILE]
    place = f" (line {lines[-1]} of its cell)" if lines else ""
    return f"{type(error).__name__}: {text}{place}" if text else f"{type(error).__name__}{place}"
