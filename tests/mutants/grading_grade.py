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
    Mutant("a broken session goes on", "if session and session.broken:", "if False:", TESTS),
    Mutant(
        "what was never answered is right",
        "return [outcome(check, str(error)) for check in question.checks]",
        "return [outcome(check, None) for check in question.checks]",
        TESTS,
    ),
    Mutant(
        "a check that was not reached is passed",
        "outcome(check, NOT_REACHED.format(over))",
        "outcome(check, None)",
        TESTS,
    ),
    Mutant(
        "a dead process is asked again",
        "complaint = over = str(error)",
        "complaint = str(error)",
        TESTS,
    ),
    Mutant(
        "an error of the answer is right",
        "        except (Raised, Unanswered) as error:\n            complaint = str(error)",
        "        except (Raised, Unanswered) as error:\n            complaint = None",
        TESTS,
    ),
    Mutant(
        "an answer of another form is right",
        'complaint = f"the answer has another form than the question asks for: {error}"',
        "complaint = None",
        TESTS,
    ),
    Mutant("messages are not cleaned", "else clean(complaint)", "else complaint", TESTS),
]
