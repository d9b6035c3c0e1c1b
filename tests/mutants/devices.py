"""Faults of lib.devices."""

from mutants import Mutant

MUTANTS = [
    Mutant("every device computes all rows", "(batch, places)", "(batch, everywhere)"),
    Mutant(
        "runs that stay on one device",
        "mesh = _mesh(devices)\n    return",
        "mesh = _mesh(jax.devices()[:1])\n    return",
    ),
    Mutant("any number of rows", "if len(leaf) % mesh.size:", "if len(leaf) < 0:"),
    Mutant("one device of many", "np.array(jax.devices() if", "np.array(jax.devices()[:1] if"),
]
