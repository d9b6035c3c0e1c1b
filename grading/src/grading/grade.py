"""Grades one submission: each question in a process of its own, each check by what comes back."""

import time

from grading.channel import Channel, NoAnswer, Raised, Unanswered
from grading.check import Check
from grading.homework import Homework, Question
from grading.result import CheckResult, QuestionResult, Result
from grading.sandbox import Level
from grading.session import Session
from grading.submission import Submission, clean

NOT_REACHED = "not reached: {}"


def grade(
    homework: Homework,
    submission: Submission,
    *,
    seed: int,
    level: Level,
    slot: int = 0,
    only: set[str] | None = None,
) -> Result:
    """The score of a submission. Never raises for anything that it is or does.

    slot: a number that no other submission has at the same time. only: some of the questions.
    """
    start = time.monotonic()
    wanted = [q for q in homework.questions if only is None or q.name in only]
    points = float(sum(question.points for question in wanted))
    questions = grade_questions(homework, submission, wanted, seed, level, slot)
    return Result(
        submission=submission.name,
        homework=homework.name,
        points=points,
        problem=None,
        level=level.name,
        missing=level.missing,
        seed=seed,
        seconds=time.monotonic() - start,
        questions=questions,
    )


def grade_questions(
    homework: Homework,
    submission: Submission,
    wanted: list[Question],
    seed: int,
    level: Level,
    slot: int,
) -> list[QuestionResult]:
    """The questions' scores. Where a question broke the session, the next one gets a new one."""
    session, results = None, []
    try:
        for number, question in enumerate(homework.questions):
            if question not in wanted:
                continue
            start = time.monotonic()
            try:
                session = session or Session(homework, submission.cells, level, slot)
                with session.question(number) as end:
                    checks = judge(question, Channel(end, homework.seconds), seed)
            except NoAnswer as error:  # no session
                checks = [outcome(check, str(error)) for check in question.checks]
            seconds = time.monotonic() - start
            results.append(
                QuestionResult(question.name, question.title, question.points, seconds, checks)
            )
            if session and session.broken:
                session.close()
                session = None
    finally:
        if session:
            session.close()
    return results


def judge(question: Question, channel: Channel, seed: int) -> list[CheckResult]:
    """Run a question's checks on what its process answers."""
    checks, over = [], None
    try:
        answer = channel.answer()
    except (Unanswered, NoAnswer, Raised) as error:
        return [outcome(check, str(error)) for check in question.checks]
    for check in question.checks:
        if over:
            checks.append(outcome(check, NOT_REACHED.format(over)))
            continue
        try:
            complaint = check(answer, seed)
        except NoAnswer as error:
            complaint = over = str(error)
        except (Raised, Unanswered) as error:
            complaint = str(error)
        except Exception as error:  # plain data of another form than the check expects
            complaint = f"the answer has another form than the question asks for: {error}"
        checks.append(outcome(check, complaint))
    return checks


def outcome(check: Check, complaint: str | None) -> CheckResult:
    """A check with what it found; what is quoted from an answer may be long, or not printable."""
    complaint = None if complaint is None else clean(complaint)
    return CheckResult(check.name, check.title, check.points, check.public, complaint)
