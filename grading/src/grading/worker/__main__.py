"""The parent of a submission's questions: it imports what is slow, and forks once for each.

It runs nothing of the submission itself, and starts no JAX backend: forking after that hangs.
Arguments: the number of the control socket, then those of the questions' sockets. On control it
receives the job, answers {"ready": …}, and then obeys {"do": "start", "question": i, "socket": j,
…} and {"do": "stop"}, which it answers by {"clean": whether no process is left}.

A statement of the notebook that does not end, or ends its process, is cut: the question starts anew
without it, and so do all that follow.
"""

import importlib
import mmap
import os
import select
import signal
import socket
import struct
import sys
import time

from . import answer, limits, message

PAUSE = 0.005  # seconds between looks at a question that gets ready
LEAST = 0.3  # seconds that a statement has when all patience is used up
PLACE = struct.Struct("=qqdq")  # cell, statement, when it began, whether all have run


def main(descriptors: list[int]) -> None:
    """Obey the grader until it closes the control socket."""
    control, *channels = (socket.socket(fileno=number) for number in descriptors)
    for channel in (control, *channels):
        channel.set_inheritable(False)
    job = message.receive(control)
    for module in job["preload"]:
        try:
            importlib.import_module(module)
        except Exception as error:
            print(f"{module}: {error}", file=sys.stderr)
    limits.become_reaper()
    message.send(control, {"ready": os.getpid()})
    cuts = Cuts(job["patience"])
    while True:
        try:
            order = message.receive(control)
        except EOFError:
            limits.end_descendants()
            return
        if order["do"] == "start":
            start(control, channels, job, order, cuts)
            channels[order["socket"]].close()
        else:
            message.send(control, {"clean": limits.end_descendants()})


class Cuts:
    """What is not run any more."""

    def __init__(self, patience: float):
        """patience: seconds for one statement, and four times that for all."""
        self.places, self.patience, self.left = set(), patience, 4 * patience

    @property
    def seconds(self) -> float:
        """How long a statement may take: less and less, the more has been waited for."""
        return max(LEAST, min(self.patience, self.left / 2))

    def add(self, place: tuple[int, int], seconds: float) -> None:
        """Cut a statement, for which so many seconds were waited."""
        self.places.add(place)
        self.left -= seconds


def start(control, channels, job, order, cuts) -> None:
    """Start a question's process, anew for each statement that must be cut."""
    while True:
        board = mmap.mmap(-1, PLACE.size)
        board[:] = PLACE.pack(-9, -9, time.monotonic(), 0)
        child = os.fork()
        if not child:
            run(channels[order["socket"]], [control, *channels], job, order, cuts, board)
        if not failed(control, child, board, cuts) or not limits.end_descendants():
            return


def failed(control, child, board, cuts) -> bool:
    """Wait until a question is ready; whether it is not, and a statement was cut for that.

    An order that comes in the meantime ends the waiting.
    """
    while True:
        ended = os.waitpid(child, os.WNOHANG)[0]
        cell, statement, begun, ready = PLACE.unpack(board[:])
        seconds = time.monotonic() - begun
        if ready or (cell, statement) in cuts.places:
            return False
        if ended or not -1 <= seconds < cuts.seconds:
            cuts.add((cell, statement), min(max(seconds, 0), cuts.patience))
            return True
        if select.select([control], [], [], PAUSE)[0]:
            return False


def run(channel, sockets, job, order, cuts, board) -> None:
    """In the fork: leave everything behind but one socket, then serve. Never returns."""

    def begin(cell: int, statement: int) -> bool:
        if (cell, statement) in cuts.places:
            return False
        board[:] = PLACE.pack(cell, statement, time.monotonic(), cell == -1)
        return True

    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        for other in sockets:
            if other is not channel:
                other.close()
        quiet = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(quiet, standard)
        limits.bound(**job["limits"])
        answer.serve(channel, job, order, begin)
    finally:
        os._exit(0)


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]])
