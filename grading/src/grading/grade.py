"""Grades one submission: each question in a process of its own, each check by what comes back."""

import time

from grading.channel import NoAnswer
from grading.homework import Homework, Question
from grading.judge import Judge
from grading.result import CheckResult, QuestionResult, Result
from grading.sandbox import Level
from grading.session import Session
from grading.submission import Submission


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
    session, judge, results = None, None, []
    try:
        for number, question in enumerate(homework.questions):
            if question not in wanted:
                continue
            start = time.monotonic()
            try:
                session = session or Session(homework, submission.cells, level, slot)
                judge = judge or Judge(homework, session.channels, seed)
                with session.question(number):
                    verdicts = judge.verdicts(number)
            except NoAnswer as error:  # no session
                verdicts = [str(error)] * len(question.checks)
            results.append(question_result(question, verdicts, time.monotonic() - start))
            if judge and (session.broken or judge.over):
                close(judge, session)
                session = judge = None
    finally:
        close(judge, session)
    return results


def question_result(
    question: Question, verdicts: list[str | None], seconds: float
) -> QuestionResult:
    """A question with the verdict of each check."""
    checks = [
        CheckResult(check.name, check.title, check.points, check.public, verdict)
        for check, verdict in zip(question.checks, verdicts, strict=True)
    ]
    return QuestionResult(question.name, question.title, question.points, seconds, checks)


def close(*processes: Judge | Session | None) -> None:
    """End what was started."""
    for process in processes:
        if process:
            process.close()
