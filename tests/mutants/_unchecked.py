"""Mutants made by rule: each argument check of a module left out, one at a time."""

import ast
from collections.abc import Iterator

CHECKS = ("arguments.", "self._", "_")  # what a statement calls that is nothing but a call


def without_checks(source: str) -> Iterator[tuple[str, str, str]]:
    """The fault, the function that holds a check, and that function with `pass` in its place."""
    lines = source.splitlines(keepends=True)
    for name, f in functions(ast.parse(source)):
        first, last = f.lineno - 1, f.end_lineno
        for check in filter(is_check, ast.walk(f)):
            left_out = [*lines[first : check.lineno - 1], f"{' ' * check.col_offset}pass\n"]
            left_out += lines[check.end_lineno : last]
            words = ast.unparse(check).splitlines()[0]
            yield f"{name} without `{words}`", "".join(lines[first:last]), "".join(left_out)


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The functions of a module and the methods of its classes by name, not those within others."""
    for node in tree.body:
        for f in getattr(node, "body", []) if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(f, ast.FunctionDef):
                yield f"{node.name}.{f.name}" if f is not node else f.name, f


def is_check(node: ast.AST) -> bool:
    """Whether a statement can do nothing but raise an error."""
    if isinstance(node, ast.If | ast.For):
        return isinstance(node.body[-1], ast.Raise) and not node.orelse
    called = node.value.func if is_call(node) else None
    return called is not None and ast.unparse(called).startswith(CHECKS)


def is_call(node: ast.AST) -> bool:
    """Whether a statement is a call whose value is not used."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
