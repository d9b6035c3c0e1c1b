"""Faults of programs.options."""

from mutants import Mutant

MUTANTS = [
    Mutant(
        "the folder is fixed",
        'add_argument("--folder", type=Path, default=folder)',
        "set_defaults(folder=folder)",
    ),
    Mutant("the defaults of the class", "settings._asdict()", "settings._field_defaults"),
    Mutant("options stay text", "type=type(value), ", ""),
]
