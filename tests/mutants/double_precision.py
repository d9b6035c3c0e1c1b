"""Faults of lib.double_precision."""

from mutants import Mutant

SWITCH = "return enable_x64(True)"

MUTANTS = [Mutant("single precision", SWITCH, "return enable_x64(False)")]
