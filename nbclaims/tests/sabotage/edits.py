"""The hands of the saboteur: each returns a function that falsifies a notebook in place."""

import json

import nbformat

from nbclaims.schema import MIME


def swap(number: int, old: str, new: str):
    """Replace a text in the stored outputs of a cell, in every form."""

    def falsify(notebook):
        cell = notebook.cells[number]
        stored = json.dumps(cell.outputs, ensure_ascii=False)
        assert old in stored, f"{old!r} is not in {stored}"
        cell.outputs = nbformat.from_dict(json.loads(stored.replace(old, new)))

    return falsify


def swap_form(number: int, mime: str, old: str, new: str):
    """Replace a text in one form of a cell's first stored output."""

    def falsify(notebook):
        data = notebook.cells[number].outputs[0].data
        assert old in data[mime], f"{old!r} is not in {data[mime]}"
        data[mime] = data[mime].replace(old, new)

    return falsify


def claim(number: int, key: str, value):
    """Change one entry of a stored claim, in its structured form only."""

    def falsify(notebook):
        stored = notebook.cells[number].outputs[0].data[MIME]
        assert stored[key] != value
        stored[key] = value

    return falsify


def relation(number: int, old: str, new: str):
    """Let a stored claim say another relation, in its structured form only."""

    def falsify(notebook):
        stored = notebook.cells[number].outputs[0].data[MIME]
        stored[new] = stored.pop(old)

    return falsify


def source(number: int, old: str, new: str):
    """Change what a cell does, so that its stored outputs no longer say it."""

    def falsify(notebook):
        cell = notebook.cells[number]
        assert old in cell.source
        cell.source = cell.source.replace(old, new)

    return falsify


def runs(code: str):
    """Let the idle cell of the notebook of words run some code."""
    return source(9, "x = 1", f"x = 1\n{code}")


def metadata(number: int, **entries):
    """Set entries of a cell's metadata; None removes one."""

    def falsify(notebook):
        for key, value in entries.items():
            notebook.cells[number].metadata[key] = nbformat.from_dict(value)
            if value is None:
                del notebook.cells[number].metadata[key]

    return falsify


def outputs(number: int, edit):
    """Change the list of a cell's stored outputs."""

    def falsify(notebook):
        edit(notebook.cells[number].outputs)

    return falsify


def counts(*values):
    """Set the stored execution counts of the first cells."""

    def falsify(notebook):
        for cell, value in zip(notebook.cells, values, strict=False):
            cell.execution_count = value

    return falsify


def markdown(text: str):
    """Add a Markdown cell."""

    def falsify(notebook):
        notebook.cells.append(nbformat.v4.new_markdown_cell(text))

    return falsify


def cleared(notebook):
    """Clear all outputs and counts."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


def both(first, second):
    """Falsify twice."""

    def falsify(notebook):
        first(notebook)
        second(notebook)

    return falsify


def textless(number: int):
    """Leave a figure as it would be stored by a run that keeps no texts."""

    def falsify(notebook):
        (output,) = notebook.cells[number].outputs
        assert output.metadata.pop("image/png")["texts"]

    return falsify
