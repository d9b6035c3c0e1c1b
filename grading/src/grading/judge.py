"""A submission's checks, run in a process of their own within limits of time and memory.

What a submission hands back is plain data, but it may be huge or odd, and a check may compute with
it for ever. So checks never run in the process that keeps a batch, which waits for their verdicts:
None for a right answer, else a complaint.
"""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from grading.channel import Channel, NoAnswer
from grading.homework import Homework, load
from grading.verdict import NOT_REACHED, verdicts
from grading.worker import limits, message

START = 600.0  # seconds until the process must be ready; it runs nothing of a submission before
SECONDS = 120.0  # for the checks of a question, beside the time for its answers; less if that is
MEMORY = 4 * 2**30  # bytes of address space
DISK = 64 * 2**20  # bytes of a file


class Judge:
    """The process that runs a submission's checks. over: it will give no verdict any more."""

    def __init__(self, homework: Homework, ends: list[socket.socket], seed: int):
        """Start it; raises NoAnswer when that fails. ends: our end of each question's socket."""
        self.homework, self.over = homework, False
        self.control, theirs = socket.socketpair()
        numbers = [end.fileno() for end in (theirs, *ends)]
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "grading.judge", *map(str, numbers)],
            pass_fds=numbers, env=importing(),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        theirs.close()
        names = [question.name for question in homework.questions]
        job = {"folder": str(homework.folder), "student": homework.student}
        job |= {"questions": names, "seed": seed}
        try:
            deadline = time.monotonic() + START
            message.send(self.control, job | {"seconds": homework.seconds}, deadline)
            message.receive(self.control, deadline)
        except (EOFError, TimeoutError) as error:
            self.close()
            raise NoAnswer(f"its checks did not start ({type(error).__name__})") from None

    def verdicts(
        self, number: int, end: int, wait: float
    ) -> tuple[list[str | None], list[str], bool]:
        """What the checks of a question say of its answer, what of the notebook was not run, and
        whether an answer was waited for in vain.

        end: the number of the question's socket. wait: seconds for all answers together.
        """
        found, notes, seconds = [], [], wait * (1 + SECONDS / self.homework.seconds)
        deadline = time.monotonic() + self.homework.patience + seconds
        try:
            message.send(self.control, [number, end, wait], deadline)
            notes = message.receive(self.control, deadline)
            deadline = time.monotonic() + seconds
            for _ in self.homework.questions[number].checks:
                found.append(message.receive(self.control, deadline))
            return found, notes, message.receive(self.control, deadline)
        except TimeoutError:
            reason, late = f"the check of this answer did not end within {seconds:g} s", True
        except (EOFError, OSError, ValueError):
            reason, late = "the check of this answer ended early (too much memory)", False
        self.over = True
        left = len(self.homework.questions[number].checks) - len(found)
        said = [reason, *[NOT_REACHED.format(reason)] * (left - 1)]
        return [*found, *said[:left]], notes, late

    def close(self) -> None:
        """End the process."""
        self.control.close()
        self.process.kill()
        self.process.wait()


def importing() -> dict[str, str]:
    """The environment of a process of ours that imports what this one does."""
    path = os.pathsep.join([str(Path(__file__).parents[1]), *filter(None, sys.path)])
    return os.environ | {"PYTHONPATH": path}


def main(descriptors: list[int]) -> None:
    """In the process: give verdicts for as long as they are asked for."""
    control, *ends = (socket.socket(fileno=number) for number in descriptors)
    job = message.receive(control)
    homework = load(Path(job["folder"]), job["student"])._replace(seconds=job["seconds"])
    questions = {question.name: question for question in homework.questions}
    seconds = int(job["seconds"] + SECONDS) * len(ends)
    limits.bound(memory=MEMORY, seconds=seconds, file_size=DISK, processes=None)
    message.send(control, "ready")
    while True:
        try:
            number, which, wait = message.receive(control)
        except EOFError:
            return
        question = questions[job["questions"][number]]
        with ends[which] as end:
            channel = Channel(end, wait, homework.patience)
            for found in verdicts(question, channel, job["seed"]):
                message.send(control, found)
            message.send(control, channel.late)


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]])
