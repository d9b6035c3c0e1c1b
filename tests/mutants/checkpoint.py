"""Faults of programs.checkpoint."""

from mutants import Mutant

MUTANTS = [
    Mutant("no checksum", "if hashlib.sha256(content).digest() != digest:", "if not digest:"),
    Mutant("the oldest is used", "in reversed(files(folder))", "in files(folder)"),
    Mutant("only one is kept", "KEPT = 2", "KEPT = 1"),
    Mutant("all are kept", "old.unlink()", "pass"),
    Mutant("in the order of the folder", "return sorted(folder", "return list(folder"),
    Mutant("written in place", "atomic.write(folder /", "Path.write_bytes(folder /"),
    Mutant("numbers without zeros", "{number:05d}", "{number}"),
    Mutant(
        "damage unnoticed by the reader", ", file=sys.stderr, flush=True", ", file=io.StringIO()"
    ),
    Mutant("shapes unchecked", "(x.shape, x.dtype) for x in found] !=", "0 for x in found] =="),
]
