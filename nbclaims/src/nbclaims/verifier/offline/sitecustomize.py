"""Keeps every Python process that inherits PYTHONPATH off the network, and tells when one tried.

Python imports this file at startup. Loopback and local sockets work, as Jupyter needs them. Any
other connection or name lookup raises, and is noted in the file that NOTEBOOK_NETWORK_LOG names,
so that the verifier sees it even when the notebook swallows the error.
"""

import os
import socket
import sys

EVENTS = {  # audit event: the place of its host or address among the arguments
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
    "socket.getnameinfo": 0,
}


def is_local(where) -> bool:
    """Whether a host, or an address such as (host, port), is this machine."""
    host = where[0] if isinstance(where, tuple) else where
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in (None, "", "localhost", "::1", "0.0.0.0", "::"):
        return True
    return isinstance(host, str) and host.startswith("127.") and not host.strip("0123456789.")


def guard(log: str):
    """The audit hook that notes attempts in the file `log`."""

    def hook(event: str, arguments: tuple) -> None:
        if event not in EVENTS:
            return
        if isinstance(arguments[0], socket.socket):
            internet = arguments[0].family in (socket.AF_INET, socket.AF_INET6)
        else:
            internet = True
        where = arguments[EVENTS[event]]
        if internet and not is_local(where):
            note = f"{event} {where!r}"
            with open(log, "a", encoding="utf-8") as file:
                file.write(note + "\n")
            raise PermissionError(f"a notebook runs without network: {note}")

    return hook


if "NOTEBOOK_NETWORK_LOG" in os.environ:
    sys.addaudithook(guard(os.environ["NOTEBOOK_NETWORK_LOG"]))
