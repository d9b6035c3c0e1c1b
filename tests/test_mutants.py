"""The catalogue of mutants fits the source; `make mutants` shows that each is noticed."""

import ast
import re

import pytest
from mutants import ROOT, Mutant, catalogue, place
from mutants._unchecked import without_checks

WITHOUT_MUTANTS = {"__init__", "plotting"}  # no numbers leave them
# Nor from these: processes, files, pages. What a submission may do is in test_homework.py.
PROCESSES = (
    "__init__ __main__ answer build cgroup channel command desk feedback files gradescope judge "
    "limits new overview pack sandbox session shell trial"
)
WITHOUT_MUTANTS |= {f"grading_{name}" for name in PROCESSES.split()}
# The rest of nbclaims is tested by sabotage.
CLAIMS = {"nbclaims_atomic", "nbclaims_claim", "nbclaims_schema"}
CATALOGUE = catalogue()
PAIRS = [
    pytest.param(module, mutant, id=f"{module}: {mutant.fault}")
    for module, mutants in CATALOGUE.items()
    for mutant in mutants
]


@pytest.mark.parametrize("module, mutant", PAIRS)
def test_mutant_fits_the_source_and_changes_it(module, mutant):
    source = place(ROOT, module).read_text()
    assert meaning(module, source) != meaning(module, mutant.apply(source))


def meaning(module, source):
    """The source without its comments."""
    if module.startswith("explorable_"):
        return re.sub(r"^ *//.*\n", "", source, flags=re.MULTILINE)
    return ast.dump(ast.parse(source))


def test_every_module_has_its_mutants_and_none_twice():
    grading = {
        f"grading_{file.stem}"
        for folder in ("", "worker/")
        for file in ROOT.glob(f"grading/src/grading/{folder}*.py")
    }
    lib = {file.stem for folder in ("lib", "programs") for file in ROOT.glob(f"{folder}/*.py")}
    scripts = {f"explorable_{file.stem}" for file in ROOT.glob("book_ext/explorables/core/*.js")}
    assert set(CATALOGUE) | WITHOUT_MUTANTS == lib | grading | CLAIMS | scripts
    for mutants in CATALOGUE.values():
        assert len({mutant.fault for mutant in mutants}) == len(mutants)
        assert len({mutant[1:3] for mutant in mutants}) == len(mutants)


def test_a_check_is_left_out_and_nothing_else():
    source = (
        "def f(x):\n    arguments.floating(x=x)\n    if x < 0:\n        raise ValueError('x')\n"
        "    if x == 0:\n        x = 1\n    return g(x)\n"
    )
    faults = list(without_checks(source))
    assert [fault for fault, *_ in faults] == [
        "f without `arguments.floating(x=x)`",
        "f without `if x < 0:`",
    ]
    for (_, original, left_out), lost in zip(faults, [[1], [2, 3]], strict=True):
        lines = original.splitlines()
        kept = [line for number, line in enumerate(lines) if number not in lost]
        assert [line for line in left_out.splitlines() if line != "    pass"] == kept


@pytest.mark.parametrize("source", ["x = 1", "x = 2; x = 2"])
def test_a_fragment_must_occur_once(source):
    with pytest.raises(ValueError, match=r"must occur once, but occurs [02] times"):
        Mutant("two is three", "x = 2", "x = 3").apply(source)


def without_mutant(module, mutants):
    """The functions and methods of a module in which no mutant changes anything."""
    source = place(ROOT, module).read_text()
    touched = {source[: source.index(mutant.original)].count("\n") + 1 for mutant in mutants}
    if module.startswith("explorable_"):
        for f in re.finditer(r"^(?:export )?function (\w+)(?s:.*?)^}", source, re.MULTILINE):
            first, last = (source[:at].count("\n") + 1 for at in f.span())
            if not touched & {*range(first, last + 1)}:
                yield f"{module}.{f[1]}"
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef):
            for f in (f for f in node.body if isinstance(f, ast.FunctionDef)):
                only_declared = len(f.body) == 1 and ast.get_docstring(f)
                if not only_declared and not touched & {*range(f.lineno, f.end_lineno + 1)}:
                    yield f"{module}.{f.name}"


@pytest.mark.parametrize("module", CATALOGUE)
def test_no_function_is_without_a_mutant(module):
    assert list(without_mutant(module, CATALOGUE[module])) == []
