"""Notebooks that misbehave when they are run."""

from sabotage.edits import runs

CONNECT = "socket.socket().connect(('192.0.2.1', 80))"
SWALLOWED = "import socket\ntry:\n    {}\nexcept OSError:\n    pass"
CHILD = 'import subprocess, sys\n_ = subprocess.run([sys.executable, "-c", {!r}])'
NETWORK = "network"

KINDS = {
    "a killed kernel": (runs("import os\nos.kill(os.getpid(), 9)"), "Cell 9", "kernel-died"),
    "a kernel that exits": (runs("import os\nos._exit(0)"), "Cell 9", "kernel-died"),
    "a cell that hangs": (runs("import time\ntime.sleep(90)"), "Cell 9", "timeout"),
    "a cell that hangs and catches it": (
        runs("import time\ntry:\n    time.sleep(90)\nexcept KeyboardInterrupt:\n    pass"),
        "Cell 9",
        "timeout",
    ),
    "an error": (runs("1 / 0"), "Cell 9", "exception"),
    "a warning": (runs("import warnings\nwarnings.warn('beware')"), "Cell 9", "outputs"),
    "a display": (runs("display(1)"), "Cell 9", "outputs"),
    "a connection": (runs(f"import socket\n{CONNECT}"), "Cell 9", NETWORK),
    "a connection, swallowed": (runs(SWALLOWED.format(CONNECT)), "Cell 9", NETWORK),
    "a name looked up, swallowed": (
        runs(SWALLOWED.format("socket.gethostbyname('example.org')")),
        "Cell 9",
        NETWORK,
    ),
    "a page fetched, swallowed": (
        runs(
            "from urllib.request import urlopen\ntry:\n    urlopen('http://example.org')\n"
            "except OSError:\n    pass"
        ),
        "Cell 9",
        NETWORK,
    ),
    "a datagram, swallowed": (
        runs(
            SWALLOWED.format("socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('192.0.2.1', 9))")
        ),
        "Cell 9",
        NETWORK,
    ),
    "a connection by a child": (runs(CHILD.format(SWALLOWED.format(CONNECT))), "Cell 9", NETWORK),
}
