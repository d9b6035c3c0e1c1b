"""Faults of programs.record."""

from mutants import Mutant

MUTANTS = [
    Mutant("arrays in single precision", "np.float16", "np.float32"),
    Mutant("files written in place", "atomic.write(", "Path.write_bytes("),
    Mutant("the device left out", "devices()[0].device_kind", "__name__"),
    Mutant("no seconds", "round(time.monotonic() - begin, 1)", "0"),
    Mutant("no seconds of the processor", "round(time.process_time() - busy, 1)", "0"),
    Mutant("no checksum", "hashlib.sha256(packed).hexdigest()", '""'),
]
