"""The catalogue of mutants fits the source; `make mutants` shows that each is noticed."""

import ast
from pathlib import Path

import pytest
from mutants import Mutant, catalogue, place

ROOT = Path(__file__).parents[1]
WITHOUT_MUTANTS = {"__init__", "plotting"}  # no numbers leave them
# Nor from these: processes, files, pages. What a submission may do is in test_homework.py.
PROCESSES = (
    "__init__ __main__ answer build cgroup channel command feedback files gradescope judge "
    "limits pack sandbox session"
)
WITHOUT_MUTANTS |= {f"grading_{name}" for name in PROCESSES.split()}
CLAIMS = {"nbclaims_claim", "nbclaims_schema"}  # the rest of nbclaims is tested by sabotage
CATALOGUE = catalogue()
PAIRS = [
    pytest.param(module, mutant, id=f"{module}: {mutant.fault}")
    for module, mutants in CATALOGUE.items()
    for mutant in mutants
]


@pytest.mark.parametrize("module, mutant", PAIRS)
def test_mutant_fits_the_source_and_changes_it(module, mutant):
    source = place(ROOT, module).read_text()
    original, mutated = ast.parse(source), ast.parse(mutant.apply(source))
    assert ast.dump(original) != ast.dump(mutated)


def test_every_module_has_its_mutants_and_none_twice():
    grading = {f"grading_{file.stem}" for file in ROOT.glob("grading/src/**/*.py")}
    lib = {file.stem for file in ROOT.glob("lib/*.py")}
    assert set(CATALOGUE) | WITHOUT_MUTANTS == lib | grading | CLAIMS
    for mutants in CATALOGUE.values():
        assert len({mutant.fault for mutant in mutants}) == len(mutants)
        assert len({mutant[1:3] for mutant in mutants}) == len(mutants)


@pytest.mark.parametrize("source", ["x = 1", "x = 2; x = 2"])
def test_a_fragment_must_occur_once(source):
    with pytest.raises(ValueError, match=r"must occur once, but occurs [02] times"):
        Mutant("two is three", "x = 2", "x = 3").apply(source)


def without_mutant(module, mutants):
    """The functions and methods of a module in which no mutant changes anything."""
    source = place(ROOT, module).read_text()
    touched = {source[: source.index(mutant.original)].count("\n") + 1 for mutant in mutants}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef):
            for f in (f for f in node.body if isinstance(f, ast.FunctionDef)):
                only_declared = len(f.body) == 1 and ast.get_docstring(f)
                if not only_declared and not touched & {*range(f.lineno, f.end_lineno + 1)}:
                    yield f"{module}.{f.name}"


@pytest.mark.parametrize("module", CATALOGUE)
def test_no_function_is_without_a_mutant(module):
    assert list(without_mutant(module, CATALOGUE[module])) == []
