"""The catalogue of mutants fits the source; `make mutants` shows that each is noticed."""

import ast
from pathlib import Path

import pytest
from mutants import Mutant, catalogue

LIB = Path(__file__).parent.parent / "lib"
# Modules without numbers, and functions that have no formula.
WITHOUT_MUTANTS = {"__init__", "plotting"}
CATALOGUE = catalogue()
PAIRS = [
    pytest.param(module, mutant, id=f"{module}: {mutant.fault}")
    for module, mutants in CATALOGUE.items()
    for mutant in mutants
]


@pytest.mark.parametrize("module, mutant", PAIRS)
def test_mutant_fits_the_source_and_changes_it(module, mutant):
    source = (LIB / f"{module}.py").read_text()
    original, mutated = ast.parse(source), ast.parse(mutant.apply(source))
    assert ast.dump(original) != ast.dump(mutated)


def test_every_module_has_its_mutants_and_none_twice():
    assert set(CATALOGUE) | WITHOUT_MUTANTS == {file.stem for file in LIB.glob("*.py")}
    for mutants in CATALOGUE.values():
        assert len({mutant.fault for mutant in mutants}) == len(mutants)
        assert len({mutant[1:3] for mutant in mutants}) == len(mutants)


@pytest.mark.parametrize("source", ["x = 1", "x = 2; x = 2"])
def test_a_fragment_must_occur_once(source):
    with pytest.raises(ValueError, match=r"must occur once, but occurs [02] times"):
        Mutant("two is three", "x = 2", "x = 3").apply(source)


def functions(module):
    """The functions and methods of a module: name, first and last line."""
    tree = ast.parse((LIB / f"{module}.py").read_text())
    scopes = [tree, *(node for node in tree.body if isinstance(node, ast.ClassDef))]
    for scope in scopes:
        for node in scope.body:
            if isinstance(node, ast.FunctionDef):
                name = node.name if scope is tree else f"{scope.name}.{node.name}"
                yield f"{module}.{name}", node.lineno, node.end_lineno


def touched(module, mutant):
    """The first line that a mutant changes."""
    source = (LIB / f"{module}.py").read_text()
    return source[: source.index(mutant.original)].count("\n") + 1


def test_which_functions_have_no_mutant():
    missing = {
        name
        for module, mutants in CATALOGUE.items()
        for name, first, last in functions(module)
        if not any(first <= touched(module, mutant) <= last for mutant in mutants)
    }
    assert missing == set()
