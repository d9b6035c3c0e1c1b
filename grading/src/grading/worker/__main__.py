"""The parent of a submission's questions: it imports what is slow, and forks once for each.

It runs nothing of the submission itself, and starts no JAX backend: forking after that hangs.
Arguments: the number of the control socket, then those of one socket for each question. On control
it receives the job, answers {"ready": …}, and then obeys {"do": "start", "question": i} and {"do":
"stop"}, which it answers by {"clean": whether no process is left}.
"""

import importlib
import os
import signal
import socket
import sys

from . import answer, limits, message


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
    while True:
        try:
            order = message.receive(control)
        except EOFError:
            limits.end_descendants()
            return
        if order["do"] == "start":
            number = order["question"]
            if not os.fork():
                run(channels[number], [control, *channels], job, job["questions"][number])
            channels[number].close()
        else:
            message.send(control, {"clean": limits.end_descendants()})


def run(channel, sockets, job, question) -> None:
    """In the fork: leave everything behind but one socket, then serve. Never returns."""
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
        answer.serve(channel, job["cells"], question["name"], question["stub"])
    finally:
        os._exit(0)


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]])
