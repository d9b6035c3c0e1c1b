"""Faults of grading.grade."""

from mutants import Mutant

TESTS = ("grading/tests/test_grading_command.py", "grading/tests/test_grading_sandbox.py")

MUTANTS = [
    Mutant(
        "points of questions that were not asked for",
        "points = float(sum(question.points for question in (*wanted, *by_hand)))",
        "points = homework.points",
        TESTS,
    ),
    Mutant("all questions are graded", "if question in wanted:", "if True:", TESTS),
    Mutant(
        "a broken session goes on",
        "if session.broken or judge.over:",
        "if False:",
        TESTS,
    ),
    Mutant(
        "a submission without a process is right",
        "return [str(error)] * len(homework.questions[number].checks)",
        "return [None] * len(homework.questions[number].checks)",
        TESTS,
    ),
    Mutant(
        "all checks are public",
        "check.points, check.public, verdict)",
        "check.points, True, verdict)",
        TESTS,
    ),
    Mutant(
        "a question is asked only after its own cell",
        "    if not any(first):\n        return first",
        "    return first",
        ("grading/tests/test_grading_notebook.py",),
    ),
    Mutant(
        "the state at the end counts alone",
        "passed = [a is None or b is None",
        "passed = [b is None",
        ("grading/tests/test_grading_notebook.py",),
    ),
    Mutant(
        "what is handed out is never run",
        "to_the_end=True, handed_out=missing",
        "to_the_end=True",
        ("grading/tests/test_grading_notebook.py",),
    ),
    Mutant(
        "what was started goes on",
        "            process.close()\n",
        "            str(process)\n",
        TESTS,
    ),
    Mutant(
        "the same question is waited for as long again",
        "homework.seconds / 8 if late and state",
        "seconds if late and state",
        ("grading/tests/test_grading_notebook.py",),
    ),
    Mutant(
        "a question has too little time",
        "max(seconds / 2, first / 8, min(first, ENOUGH))",
        "seconds / 2",
        ("grading/tests/test_grading_notebook.py",),
    ),
]
