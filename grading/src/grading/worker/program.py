"""The part of a notebook that one name needs: its definition and whatever that uses.

Statements of all cells are read, not run, and those are chosen that bind the name, or a name that a
chosen statement uses, and so on. So a cell that hangs, fails or was deleted costs only what needs
it. Cells are dictionaries with "source" and "question" (a name, or None).
"""

import ast
import re
from typing import NamedTuple

SETTINGS = {"config", "seterr"}  # in calls on modules that always come along: jax.config.update
MAGIC = re.compile(r"^(\s*)([%!].*|.*\?\s*)$")  # a line that is IPython's and not Python's


class Statement(NamedTuple):
    """A statement at the top level of a cell: what it binds, what it uses, where it stands."""

    node: ast.stmt
    binds: frozenset[str]
    uses: frozenset[str]
    question: str | None
    cell: int


def program(cells: list[dict], name: str, stub: str) -> tuple[list[Statement], list[str]]:
    """The statements to run for a name, in order, and what is wrong with cells that may matter.

    Of several definitions of that name the last one in a cell of its question counts, else the last
    one anywhere; a copy of the stub counts only if there is nothing else.
    """
    statements, complaints = [], []
    for number, cell in enumerate(cells):
        try:
            statements += read(cell["source"], cell["question"], number)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            if cell["question"] == name or f"def {name}(" in cell["source"]:
                line = f", line {error.lineno}" if isinstance(error, SyntaxError) else ""
                complaints.append(f"a cell cannot be read: {type(error).__name__}{line}")
    statements = _one_definition(statements, name, stub)
    return needed(statements, name), complaints


def read(source: str, question: str | None, cell: int) -> list[Statement]:
    """The statements of a cell; magics and shell commands are left out."""
    if source.lstrip().startswith("%%"):
        return []
    try:
        body = ast.parse(source).body  # a line that begins with % may be inside a string
    except SyntaxError:
        lines = [re.sub(MAGIC, r"\1pass", line) for line in source.split("\n")]
        body = ast.parse("\n".join(lines)).body
    return [Statement(n, frozenset(binds(n)), frozenset(uses(n)), question, cell) for n in body]


def needed(statements: list[Statement], name: str) -> list[Statement]:
    """The statements that a name needs, in their order."""
    imports = [s for s in statements if isinstance(s.node, ast.Import | ast.ImportFrom)]
    modules = {name for statement in imports for name in statement.binds}
    functions = {s.node.name: s.node for s in statements if isinstance(s.node, ast.FunctionDef)}
    names, chosen = {name, "*"}, set()
    grown = True
    while grown:
        grown = False
        for number, statement in enumerate(statements):
            if number not in chosen and _wanted(statement, names, modules, functions):
                chosen.add(number)
                names |= statement.uses
                grown = True
    return [statements[number] for number in sorted(chosen)]


def binds(node: ast.stmt) -> set[str]:
    """The names that a statement binds or changes at the top level; "*" for a star import."""
    found, stack = set(), [node]
    while stack:
        each = stack.pop()
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(each.name)
            continue
        if isinstance(each, ast.Lambda):
            continue
        if isinstance(each, ast.Import | ast.ImportFrom):
            found |= {(alias.asname or alias.name).split(".")[0] for alias in each.names}
        elif isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Load):
            found.add(each.id)
        elif isinstance(each, ast.Attribute | ast.Subscript) and not isinstance(each.ctx, ast.Load):
            found |= _root(each)
        elif isinstance(each, ast.ExceptHandler) and each.name:
            found.add(each.name)
        elif isinstance(each, ast.Expr) and isinstance(each.value, ast.Call):
            found |= _root(each.value.func) if isinstance(each.value.func, ast.Attribute) else set()
        stack += ast.iter_child_nodes(each)
    return found


def uses(node: ast.stmt) -> set[str]:
    """The names that a statement reads, within functions too."""
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def _wanted(statement, names, modules, functions):
    """Whether a statement is needed for some names."""
    if not isinstance(statement.node, ast.Expr) or not isinstance(statement.node.value, ast.Call):
        return bool(statement.binds & names)
    call = statement.node.value
    if isinstance(call.func, ast.Name):  # a bare call matters if its function sets our names
        inner = ast.walk(functions.get(call.func.id, call.func))
        return bool(
            names & {n for node in inner if isinstance(node, ast.Global) for n in node.names}
        )
    # A call with one of our arrays or lists may change it, as np.fill_diagonal(a, 0) does.
    given = {a.id for a in call.args if isinstance(a, ast.Name)} - functions.keys() - modules
    if given & names:
        return True
    if _root(call.func) & modules:  # always what sets something for all, else not: plt.show()
        return bool(
            SETTINGS & {n.attr for n in ast.walk(call.func) if isinstance(n, ast.Attribute)}
        )
    return bool(statement.binds & names)


def _one_definition(statements, name, stub):
    """Leave out all definitions of a name but the one that counts, and what its cell built on."""
    definitions = [s for s in statements if _defines(s, name)]
    try:
        untouched = {ast.dump(node) for node in ast.parse(stub).body}
    except SyntaxError:
        untouched = set()
    written = [s for s in definitions if ast.dump(s.node) not in untouched] or definitions
    counts = ([s for s in written if s.question == name] or written)[-1:]
    end = definitions.index(counts[0]) + 1 if counts else 0
    kept = [s for s in definitions[:end] if s.cell == counts[0].cell]
    return [s for s in statements if s in kept or s not in definitions]


def _defines(statement, name):
    """Whether a statement gives a name a meaning anew, as f = jit(f) does not."""
    node = statement.node
    if isinstance(node, ast.FunctionDef):
        return node.name == name
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    named = any(isinstance(t, ast.Name) and t.id == name for t in targets)
    return isinstance(node, ast.Assign | ast.AnnAssign) and named and name not in statement.uses


def _root(node):
    """The name at the root of a.b[c].d, as a set."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return {node.id} if isinstance(node, ast.Name) else set()
