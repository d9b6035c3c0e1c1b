"""What a question's checks say of its answer: None when it is right, else a complaint."""

from collections.abc import Iterator

from grading.channel import Channel, NoAnswer, Raised, Unanswered
from grading.check import Check
from grading.homework import Question
from grading.submission import clean

NOT_REACHED = "not reached: {}"


def together(checks: list[Check], verdicts: list[str | None]) -> list[str | None]:
    """The verdicts, where a check that needs another one has not passed without that."""
    failed = {c.name: c.title for c, said in zip(checks, verdicts, strict=True) if said is not None}
    return [
        f"this counts only together with: {failed[check.needs]}"
        if said is None and check.needs in failed
        else said
        for check, said in zip(checks, verdicts, strict=True)
    ]


def verdicts(question: Question, channel: Channel, seed: int) -> Iterator:
    """What of the notebook could not be run, then the verdicts of a question's checks."""
    over = None
    try:
        answer = channel.answer()
        yield channel.notes
    except (Unanswered, NoAnswer, Raised) as error:
        yield channel.notes
        yield from [clean(str(error))] * len(question.checks)
        return
    for check in question.checks:
        if over:
            yield clean(NOT_REACHED.format(over))
            continue
        try:
            complaint = check(answer, seed)
        except NoAnswer as error:
            complaint = over = str(error)
        except (Raised, Unanswered) as error:
            complaint = str(error)
        except MemoryError:
            complaint = "the answer is so large that the check of it runs out of memory"
        except Exception as error:  # plain data of another form than the check expects
            complaint = f"the answer has another form than the question asks for: {error}"
        yield None if complaint is None else clean(complaint)
