"""Faults of nbclaims.atomic."""

from mutants import Mutant

MUTANTS = [
    Mutant("written in place", 'file.with_name(f".{file.name}.new")', "file"),
    Mutant("not all of it on the disk before it is moved", "        stream.flush()\n", ""),
    Mutant("moved without waiting for the disk", "        os.fsync(stream.fileno())\n", ""),
]
