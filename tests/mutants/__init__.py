"""The catalogue of semantic mutants: meaningful faults, each of which the tests must notice.

One file per module of `lib` and `programs`, named like it, holds its `MUTANTS`; that of a module
of `grading` begins with `grading_`, of `nbclaims` with `nbclaims_`, of the explorables' JavaScript
with `explorable_`. To these come, by rule, those
that leave out one argument check of `lib` each.
`make mutants` runs them all; `PYTHONPATH=tests python -m mutants divergences vae` those of the
named modules.
"""

import importlib
import pkgutil
from pathlib import Path
from typing import NamedTuple

from grading.wrong_answer import replace_once
from mutants._unchecked import without_checks

ROOT = Path(__file__).parents[2]
ERRORS = ("tests/test_arguments.py",)  # where every documented error is tested


class Mutant(NamedTuple):
    """One fault.

    fault: in words, the misconception that it stands for.
    original: a fragment of the module's source, which occurs in it exactly once.
    replacement: what stands there instead.
    tests: the files that should notice it, run first; the module's own when left out.
    """

    fault: str
    original: str
    replacement: str
    tests: tuple[str, ...] = ()

    def apply(self, source: str) -> str:
        """Return the source with the fault in it."""
        return replace_once(source, self.original, self.replacement, self.fault)


def place(root: Path, module: str) -> Path:
    """The file of a module, in a copy of the repository."""
    if module.startswith("explorable_"):
        return root / "book_ext/explorables/core" / f"{module.removeprefix('explorable_')}.js"
    if module.startswith("nbclaims_"):
        return root / "nbclaims/src/nbclaims" / f"{module.removeprefix('nbclaims_')}.py"
    name = module.removeprefix("grading_")
    grading = root / "grading" / "src" / "grading"
    folders = [grading, grading / "worker"]
    folders = [root / "lib", root / "programs"] if name == module else folders
    files = [folder / f"{name}.py" for folder in folders]
    return next((file for file in files if file.is_file()), files[0])


def catalogue() -> dict[str, list[Mutant]]:
    """Module → its mutants."""
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    modules = {name: f"mutants.{name}" for name in names if not name.startswith("_")}
    return {
        name: importlib.import_module(module).MUTANTS + unchecked(name)
        for name, module in modules.items()
    }


def unchecked(module: str) -> list[Mutant]:
    """The mutants of a module by rule; only those of `lib` have argument checks to leave out."""
    file = ROOT / "lib" / f"{module}.py"
    faults = without_checks(file.read_text()) if file.is_file() else ()
    return [Mutant(*fault, tests=ERRORS) for fault in faults]
