"""Grades one submission: each question in a process of its own, each check by what comes back."""

import time
from collections.abc import Callable

from grading import marking, variant
from grading.channel import NoAnswer
from grading.homework import Homework, Question
from grading.judge import Judge
from grading.result import CheckResult, QuestionResult, Result
from grading.sandbox import Level
from grading.session import Session
from grading.submission import Submission
from grading.verdict import together

ENOUGH = 5.0  # seconds


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
    by_hand = [marking.waiting(q) for q in homework.written if only is None or q.name in only]
    points = float(sum(question.points for question in (*wanted, *by_hand)))
    questions, notes = grade_questions(homework, submission, wanted, seed, level, slot)
    if homework.numbers:
        notes = (*variant.mismatch(homework.student, submission.variant), *notes)
    return Result(
        submission=submission.name,
        homework=homework.name,
        points=points,
        problem=None,
        level=level.name,
        missing=level.missing,
        seed=seed,
        seconds=time.monotonic() - start,
        questions=questions + by_hand,
        notes=notes,
        student=submission.student,
    )


def grade_questions(
    homework: Homework,
    submission: Submission,
    wanted: list[Question],
    seed: int,
    level: Level,
    slot: int,
) -> tuple[list[QuestionResult], tuple[str, ...]]:
    """The questions' scores, and what of the notebook could not be run.

    Where a question broke the session, the next one gets a new one. What loops everywhere ends
    soon: after a wait in vain the next question has less time, and the same one an eighth.
    """
    session, judge, results, notes = None, None, [], {}
    seconds, late = homework.seconds, False

    def ask(number: int, **state) -> list[str | None]:
        nonlocal session, judge, seconds, late
        wait, late = homework.seconds / 8 if late and state else seconds, False
        try:
            session = session or Session(homework, submission.cells, level, slot)
            judge = judge or Judge(homework, session.channels, seed)
            with session.question(number, **state) as end:
                verdicts, found, late = judge.verdicts(number, end, wait)
        except NoAnswer as error:  # no session
            return [str(error)] * len(homework.questions[number].checks)
        notes.update(dict.fromkeys(found))
        if late and not state:
            seconds = shorter(seconds, homework.seconds)
        if session.broken or judge.over:
            close(judge, session)
            session = judge = None
        return verdicts

    try:
        for number, question in enumerate(homework.questions):
            if question in wanted:
                start = time.monotonic()
                verdicts = ask_twice(question, number, ask, notes)
                results.append(question_result(question, verdicts, time.monotonic() - start))
    finally:
        close(judge, session)
    return results, tuple(notes)


def shorter(seconds: float, first: float) -> float:
    """The time for the next question: half, but enough for a right answer on a busy machine."""
    return max(seconds / 2, first / 8, min(first, ENOUGH))


def ask_twice(question: Question, number: int, ask: Callable, notes: dict) -> list[str | None]:
    """The verdicts on a question: right after its own cell, and where some check fails, at the end.

    A check that passes in either state has passed. What others say is of the state with more
    points, and of those with the same, of the one that has an answer, or of the first. What is
    handed out is run only where a name is missing.
    """
    first = ask(number)
    if not any(first):
        return first
    missing = any("NameError" in text for text in (*notes, *filter(None, first)))
    second = ask(number, to_the_end=True, handed_out=missing)

    def worth(verdicts):
        passed = zip(question.checks, verdicts, strict=True)
        return sum(check.points for check, said in passed if said is None), len(set(verdicts))

    better = max(first, second, key=worth)
    passed = [a is None or b is None for a, b in zip(first, second, strict=True)]
    return [None if both else said for both, said in zip(passed, better, strict=True)]


def question_result(
    question: Question, verdicts: list[str | None], seconds: float
) -> QuestionResult:
    """A question with the verdict of each check."""
    said = together(question.checks, verdicts)
    checks = [
        CheckResult(check.name, check.title, check.points, check.public, verdict)
        for check, verdict in zip(question.checks, said, strict=True)
    ]
    return QuestionResult(question.name, question.title, question.points, seconds, checks)


def close(*processes: Judge | Session | None) -> None:
    """End what was started."""
    for process in processes:
        if process:
            process.close()
