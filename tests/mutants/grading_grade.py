"""Faults of grading.grade."""

from mutants import Mutant

TESTS = ("grading/tests/test_grading_reports.py", "grading/tests/test_grading_sandbox.py")

MUTANTS = [
    Mutant(
        "points of questions that were not asked for",
        "points = float(sum(question.points for question in wanted))",
        "points = homework.points",
        TESTS,
    ),
    Mutant("all questions are graded", "if question not in wanted:", "if False:", TESTS),
    Mutant(
        "a broken session goes on",
        "if judge and (session.broken or judge.over):",
        "if False:",
        TESTS,
    ),
    Mutant(
        "a submission without a process is right",
        "verdicts = [str(error)] * len(question.checks)",
        "verdicts = [None] * len(question.checks)",
        TESTS,
    ),
    Mutant(
        "all checks are public",
        "check.points, check.public, verdict)",
        "check.points, True, verdict)",
        TESTS,
    ),
    Mutant(
        "what was started goes on",
        "            process.close()\n",
        "            str(process)\n",
        TESTS,
    ),
]
