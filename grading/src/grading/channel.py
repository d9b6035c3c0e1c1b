"""The messages to and from one question's process, and what may go wrong, in words."""

import socket
import time
from collections.abc import Callable

from grading.submission import clean
from grading.worker import message


class NoAnswer(Exception):
    """The question's process will not answer any more; the reason in a line."""


class Raised(Exception):
    """The question's function raised an error; its type and text, in a line."""


class Unanswered(Exception):
    """There is no answer: a stub, or nothing at all."""


class Channel:
    """Asks one question's process, within the question's time."""

    def __init__(self, end: socket.socket, seconds: float, patience: float = 60.0):
        """end: our end of the socket. seconds: for all waiting together, after the notebook has
        run, for which there is patience, in seconds. notes: what could not be run of it. late:
        whether something was waited for in vain.
        """
        self.end, self.seconds, self.patience, self.spent = end, seconds, patience, 0.0
        self.notes, self.late = [], False

    def answer(self):
        """The question's answer: a function that asks the process, or a value.

        Raises Unanswered, NoAnswer.
        """
        seconds, self.seconds = self.seconds, self.patience
        try:
            found = self.exchange(message.receive)
        finally:
            self.seconds, self.spent = seconds, 0.0
        notes = found.get("notes")
        if isinstance(notes, list):
            self.notes = [clean(str(note), 200) for note in notes[:20]]
        if "missing" in found:
            raise Unanswered(clean(str(found["missing"])))
        if found.get("callable") is True:
            return self.call
        value = self.request(None)
        if value is None:
            raise Unanswered("not answered yet")
        return value

    def call(self, *arguments):
        """What the question's function returns. Raises Raised, NoAnswer, Unanswered."""
        return self.request(list(arguments))

    def request(self, arguments: list | None):
        """Send a request and wait for what comes back."""
        self.exchange(message.send, {"call": arguments})
        reply = self.exchange(message.receive)
        if "value" in reply:
            return reply["value"]
        if reply.get("unanswered") is True:
            raise Unanswered("not answered yet")
        raise Raised(clean(str(reply.get("error"))))

    def exchange(self, way: Callable, *content):
        """`message.send` or `message.receive`, with what may go wrong in words.

        Only the waiting counts as the question's time, not what the checks compute in between.
        """
        start = time.monotonic()
        try:
            found = way(self.end, *content, start + self.seconds - self.spent)
        except TimeoutError:
            self.late = True
            raise NoAnswer(f"no answer within {self.seconds:g} s") from None
        except (EOFError, OSError):
            reason = "its process ended before it answered (an exit, a crash, too much memory)"
            raise NoAnswer(reason) from None
        except ValueError as error:
            raise NoAnswer(clean(str(error))) from None
        finally:
            self.spent += time.monotonic() - start
        if way is message.receive and not isinstance(found, dict):
            raise NoAnswer("malformed message")
        return found
