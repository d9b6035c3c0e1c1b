"""The talk with one question's process: requests, answers, and what may go wrong, in words."""

import contextlib
import time

from lib.grading.homework import Question
from lib.grading.inside import wire
from lib.grading.session import END, NoAnswer, Session
from lib.grading.submission import clean


class Raised(Exception):
    """The question's function raised an error; which, in a line."""


class Unanswered(Exception):
    """There is no answer: a stub, or nothing at all."""


class Talk:
    """The talk with one question's process, within the question's time; use it in a `with`."""

    def __init__(self, session: Session, number: int, question: Question, seconds: float):
        """The talk about a question, the `number`-th of the session's homework."""
        self.session, self.number, self.question = session, number, question
        self.channel, self.seconds, self.spent = session.channels[number], seconds, 0.0

    def __enter__(self):
        """Start the question's process."""
        with contextlib.suppress(EOFError, TimeoutError):
            order = {"do": "start", "question": self.number}
            wire.send(self.session.control, order, time.monotonic() + END)
        return self

    def __exit__(self, *_):
        """End it, and all that it started; where that fails, the session is broken."""
        self.channel.close()
        deadline = time.monotonic() + END
        try:
            wire.send(self.session.control, {"do": "stop"}, deadline)
            clean = wire.receive(self.session.control, deadline)["clean"]
        except (EOFError, TimeoutError, ValueError, TypeError, KeyError):
            clean = False
        self.session.broken |= clean is not True

    def answer(self):
        """The question's answer: a function that asks the process, or a value.

        Raises Unanswered, NoAnswer.
        """
        found = self.message("receive")
        if "missing" in found:
            raise Unanswered(clean(str(found["missing"])))
        if found.get("callable") is True:
            return self.call
        value = self.ask(None)
        if value is None:
            raise Unanswered("not answered yet")
        return value

    def call(self, *arguments):
        """What the question's function returns. Raises Raised, NoAnswer, Unanswered."""
        return self.ask(list(arguments))

    def ask(self, arguments):
        """Send a request and wait for what comes back."""
        self.message("send", {"call": arguments})
        reply = self.message("receive")
        if "value" in reply:
            return reply["value"]
        if reply.get("unanswered") is True:
            raise Unanswered("not answered yet")
        raise Raised(clean(str(reply.get("error"))))

    def message(self, way: str, *content):
        """`wire.send` or `wire.receive`, with what may go wrong in words.

        Only the waiting counts as the question's time, not what the checks compute in between.
        """
        start = time.monotonic()
        try:
            found = getattr(wire, way)(self.channel, *content, start + self.seconds - self.spent)
        except TimeoutError:
            raise NoAnswer(f"no answer within {self.seconds:g} s") from None
        except (EOFError, OSError):
            reason = "its process ended before it answered (an exit, a crash, too much memory)"
            raise NoAnswer(reason) from None
        except ValueError as error:
            raise NoAnswer(clean(str(error))) from None
        finally:
            self.spent += time.monotonic() - start
        if way == "receive" and not isinstance(found, dict):
            raise NoAnswer("malformed message")
        return found
