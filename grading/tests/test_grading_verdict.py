"""What is said of an answer, by each check of a question."""

from grading.channel import Channel, NoAnswer, Raised, Unanswered
from grading.check import Check
from grading.homework import Question
from grading.verdict import verdicts


class Answers(Channel):
    """A channel that gives an answer, or raises it."""

    notes = ()

    def __init__(self, answer):
        self.given = answer

    def answer(self):
        if isinstance(self.given, Exception):
            raise self.given
        return self.given


def first(answer):
    """first"""
    return answer(1)


def second(answer):
    """second"""
    return answer(2)


QUESTION = Question(
    "q", "Q", 3.0, "", "", [Check("q", 1, first, public=True), Check("q", 2, second, public=True)]
)


def messages(answer):
    notes, *found = verdicts(QUESTION, Answers(answer), 0)
    assert notes == ()
    return found


def raising(error, when=1):
    def answer(x):
        if x == when:
            raise error

    return answer


def test_each_check_is_judged():
    assert messages(lambda x: None) == [None, None]
    assert messages(lambda x: "wrong" if x == 2 else None) == [None, "wrong"]
    assert messages(raising(Raised("ValueError: x"))) == ["ValueError: x", None]
    assert messages(raising(Unanswered("not answered yet"))) == ["not answered yet", None]
    assert messages(raising(NoAnswer("gone"))) == ["gone", "not reached: gone"]
    assert messages(raising(NoAnswer("gone"), 2)) == [None, "gone"]
    assert messages(raising(TypeError("no len()"))) == [
        "the answer has another form than the question asks for: no len()", None,
    ]  # fmt: skip
    assert messages(raising(MemoryError())) == [
        "the answer is so large that the check of it runs out of memory", None,
    ]  # fmt: skip
    for error in (NoAnswer("gone"), Raised("bad"), Unanswered("none")):
        assert messages(error) == [str(error)] * 2


def test_a_message_is_made_printable():
    first, second = messages(lambda x: "a\x1b[2J\n" + "x" * 600 if x == 1 else None)
    assert first.startswith("a [2J xxx") and len(first) < 510 and second is None
