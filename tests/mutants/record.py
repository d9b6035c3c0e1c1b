"""Faults of programs.record."""

from mutants import Mutant

MUTANTS = [
    Mutant("arrays in single precision", "np.float16", "np.float32"),
    Mutant(
        "files written in place",
        '        (folder / f"{file}.new").write_bytes(content)\n'
        '        os.replace(folder / f"{file}.new", folder / file)\n',
        "        (folder / file).write_bytes(content)\n"
        "        os.replace(folder / file, folder / file)\n",
    ),
    Mutant("a record that names the host", "platform.machine()", "platform.node()"),
    Mutant("no seconds", "round(time.monotonic() - begin, 1)", "0"),
    Mutant("no seconds of the processor", "round(time.process_time() - busy, 1)", "0"),
    Mutant("no checksum", "hashlib.sha256(packed).hexdigest()", '""'),
]
