"""Faults of lib.devices."""

from mutants import Mutant

MUTANTS = [
    Mutant("every device computes all rows", "(batch, divided)", "(batch, everywhere)"),
    Mutant("any number of rows", "if len(leaf) % mesh.size:", "if len(leaf) < 0:"),
    Mutant("one device of many", "np.array(jax.devices() if", "np.array(jax.devices()[:1] if"),
]
