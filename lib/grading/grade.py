"""Grades one submission: each question in a process of its own, each check by what comes back."""

import time
from pathlib import Path

from lib.grading.check import Check
from lib.grading.homework import Homework, Question
from lib.grading.result import CheckResult, QuestionResult, Result
from lib.grading.sandbox import Level
from lib.grading.session import NoAnswer, Session
from lib.grading.submission import Submission, Unreadable, clean, read
from lib.grading.talk import Raised, Talk, Unanswered

NOT_REACHED = "not reached: {}"


def grade(
    homework: Homework,
    path: Path,
    *,
    seed: int,
    level: Level,
    slot: int = 0,
    only: set[str] | None = None,
) -> Result:
    """The marks of a file. Never raises for anything that a submission is or does.

    slot: a number that no other submission has at the same time. only: some of the questions.
    """
    start = time.monotonic()
    wanted = [q for q in homework.questions if only is None or q.name in only]
    points = float(sum(question.points for question in wanted))
    problem, results = None, []
    try:
        results = grade_cells(homework, read(path), wanted, seed, level, slot)
    except Unreadable as error:
        problem = str(error)
    seconds = time.monotonic() - start
    return Result(
        str(path), homework.name, points, problem, level.name, level.missing, seed, seconds, results
    )


def grade_cells(
    homework: Homework,
    submission: Submission,
    wanted: list[Question],
    seed: int,
    level: Level,
    slot: int,
) -> list[QuestionResult]:
    """The questions' marks. Where a question broke the session, the next one gets a new one."""
    session, results = None, []
    try:
        for number, question in enumerate(homework.questions):
            if question not in wanted:
                continue
            start = time.monotonic()
            try:
                session = session or Session(homework, submission.cells, level, slot)
                with Talk(session, number, question, homework.seconds) as talk:
                    checks = judge(question, talk, seed)
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


def judge(question: Question, talk: Talk, seed: int) -> list[CheckResult]:
    """Run a question's checks on what its process answers."""
    checks, over = [], None
    try:
        answer = talk.answer()
    except (Unanswered, NoAnswer, Raised) as error:
        return [outcome(check, str(error)) for check in question.checks]
    for check in question.checks:
        if over:
            checks.append(outcome(check, NOT_REACHED.format(over)))
            continue
        try:
            message = check(answer, seed)
        except NoAnswer as error:
            message = over = str(error)
        except (Raised, Unanswered) as error:
            message = str(error)
        except Exception as error:  # plain data of another form than the check expects
            message = f"the answer has another form than the question asks for: {error}"
        checks.append(outcome(check, message))
    return checks


def outcome(check: Check, message: str | None) -> CheckResult:
    """A check with what it found; what is quoted from an answer may be long, or not printable."""
    message = None if message is None else clean(message)
    return CheckResult(check.name, check.title, check.points, check.public, message)
