"""The notebooks that are handed out: the student's, without solutions, and the instructor's.

Public checks are copied into the student notebook, below their question, with what they need. They
run in the student's own kernel; marks come from the grader only.
"""

import inspect
import textwrap

from grading.check import Check
from grading.homework import Homework, Question, private, tagged, tags
from grading.syntax import parse
from grading.worker.plain import plain

TRY = '''\
# Tries a public check on an answer, and keeps a receipt.
TRIED = {{}}


{plain}

def try_it(question, answer, given=dict(globals()){numbers}, plain=plain):
    """Print what the public check below finds; grading runs it too, and others.

    As in grading, the check is given plain data and sees no name of yours, nor replaces one.
    """
    import time
    import types

    import numpy

    def asked(*inputs):
        return plain(answer(*plain(inputs)))

    def tried(check):
        found, start = "not answered yet", time.monotonic()
        try:
            if answer is not None:
                with numpy.errstate(all="ignore"):
                    alone = types.FunctionType(check.__code__, given)
                    found = alone(asked if callable(answer) else plain(answer))
        except NotImplementedError:
            pass
        except Exception as error:
            found = f"stopped with {{type(error).__name__}}: {{error}}"
        took = time.monotonic() - start
        if not found and took > {seconds:g}:
            found = f"it took {{took:.0f}} s, and grading waits for {seconds:g} s"
        TRIED.setdefault(question, []).append(found)
        print(f"✗ {{check.__doc__}}: {{found}}" if found else f"✓ {{check.__doc__}}")
        return globals().get(check.__name__)

    return tried
'''
RECEIPT = """\
# What was tried here, and which points are given only at grading.
POINTS = {points}  # name: (public, hidden)

print("To be handed in as {name}: {title}")
print(f"{{'question':<{width}}}  tried here    here  only at grading")
for question, (public, hidden) in POINTS.items():
    found = TRIED.get(question, [])
    passed = f"{{found.count(None)}} of {{len(found)}} passed"
    print(f"{{question:<{width}}}  {{passed:<12}}  {{public:>4g}}  {{hidden:>15g}}")
"""


def student(homework: Homework) -> dict:
    """The notebook for students: stubs, public checks, target pictures; nothing else is kept."""
    cells, questions = [], {q.name: q for q in homework.questions}
    for cell in homework.cells:
        name = tagged(cell, "question")
        if private(cell) or (name and name not in questions):
            continue
        if name:
            append(cells, points_line(questions[name]))
        if tagged(cell, "written"):
            append(cells, f"\n\n*{tagged(cell, 'points')} points for what you write.*")
        cells.append(bare(cell) | ({"source": questions[name].stub} if name else {}))
        if cell["cell_type"] == "code" and len([c for c in cells if c["cell_type"] == "code"]) == 1:
            own = f" | {dict(homework.numbers)}" if homework.numbers else ""
            source = inspect.getsource(plain)
            trying_it = TRY.format(plain=source, seconds=homework.seconds, numbers=own)
            cells.append(code("try-it", trying_it, ["hide-input"]))
        if name and (public := [c for c in questions[name].checks if c.public]):
            cells.append(
                code(f"try-{name}".replace("_", "-"), trying(name, public), ["try", "hide-input"])
            )
    points = {q.name: shares(q) for q in homework.questions}
    width = max(map(len, points))
    whose = f", with the numbers of {homework.student}" if homework.student else ""
    title = homework.title.replace('"', "'") + whose
    receipt = RECEIPT.format(points=table(points), width=width, name=homework.name, title=title)
    cells.append(markdown("receipt-text", receipt_text(homework)))
    cells.append(code("receipt", receipt, ["hide-input"]))
    return notebook(homework, cells)


def code_cells(homework: Homework) -> list[str]:
    """The code that is handed out around the questions: it may be in every submission."""
    names = {f"question:{question.name}" for question in homework.questions}
    cells = [cell for cell in student(homework)["cells"] if cell["cell_type"] == "code"]
    return ["".join(cell["source"]) for cell in cells if not names & set(tags(cell))]


def instructor(homework: Homework) -> dict:
    """The notebook with solutions, derivations and the text of all checks."""
    cells = []
    questions = {q.name: q for q in homework.questions}
    for cell in homework.cells:
        name = tagged(cell, "question")
        if not name:
            cells.append(cell)
            continue
        cells.append(cell | {"source": questions[name].solution})
        lines = [f"- {c.points:g}: {c.title}{' (public)' if c.public else ''}"
                 for c in questions[name].checks]  # fmt: skip
        text = f"**Checks of `{name}`**, by points\n\n" + "\n".join(lines)
        cells.append(markdown(f"checks-{name}".replace("_", "-"), text))
    return notebook(homework, cells)


def append(cells: list[dict], text: str) -> None:
    """Add a text to the last cell that is one, and not one to write in."""
    for number in reversed(range(len(cells))):
        if cells[number]["cell_type"] == "markdown" and not tagged(cells[number], "written"):
            cells[number] = cells[number] | {"source": cells[number]["source"] + text}
            return


def bare(cell: dict) -> dict:
    """A cell without outputs but for a target's picture, and without a count."""
    if cell["cell_type"] != "code":
        return cell
    outputs = []
    if "target" in tags(cell):
        for output in cell["outputs"]:
            picture = {k: v for k, v in output.get("data", {}).items() if k.startswith("image/")}
            if picture:
                outputs.append({"data": picture, "metadata": {}, "output_type": "display_data"})
    return cell | {"outputs": outputs, "execution_count": None}


def trying(name: str, public: list[Check]) -> str:
    """The cell that tries public checks on an answer."""
    sources = [textwrap.dedent(inspect.getsource(check.run)).rstrip() for check in public]
    for source in sources:
        parse(source)
    return "\n\n\n".join(f'@try_it("{name}", {name})\n{source}' for source in sources)


def shares(question: Question) -> tuple[float, float]:
    """The points of public checks, and of hidden ones."""
    public = float(sum(check.points for check in question.checks if check.public))
    return public, question.points - public


def points_line(question: Question) -> str:
    """The line about a question's points, below its text."""
    public, _ = shares(question)
    tried = f", {public:g} of them for what the cell below it tries" if public else ""
    return f"\n\n*{question.points:g} points{tried}.*"


def table(points: dict) -> str:
    """A dictionary as Python text, a line for each key."""
    lines = [f'    "{name}": ({a:g}, {b:g}),' for name, (a, b) in points.items()]
    return "\n".join(["{", *lines, "}"])


def receipt_text(homework: Homework) -> str:
    """What stands above the receipt."""
    public = sum(shares(question)[0] for question in homework.questions)
    words = sum(question.points for question in homework.written)
    by_hand = f", {words:g} for what you wrote in words" if words else ""
    return (
        "## Your receipt\n\nRun the whole notebook from the top (*Restart and run all*), save it, "
        f"and hand in this file. Of {homework.points:g} points, {public:g} are given for what was "
        f"tried above{by_hand}, and the others for checks that run only at grading, with new "
        "random inputs."
    )


def notebook(homework: Homework, cells: list[dict]) -> dict:
    """A notebook of format 4.5."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    language = {"name": "python", "pygments_lexer": "ipython3"}
    named = {"homework": homework.name}
    named |= {"variant": homework.student} if homework.student else {}
    return {
        "cells": [cell | {"source": cell["source"].splitlines(keepends=True)} for cell in cells],
        "metadata": named | {"kernelspec": kernel, "language_info": language},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def code(identifier: str, source: str, labels: list[str]) -> dict:
    """A code cell."""
    return markdown(identifier, source) | {
        "cell_type": "code", "metadata": {"tags": labels}, "outputs": [], "execution_count": None,
    }  # fmt: skip


def markdown(identifier: str, source: str) -> dict:
    """A text cell."""
    return {"cell_type": "markdown", "id": identifier, "metadata": {}, "source": source.rstrip()}
