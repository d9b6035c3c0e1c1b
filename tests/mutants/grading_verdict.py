"""Faults of grading.verdict."""

from mutants import Mutant

TESTS = ("grading/tests/test_grading_verdict.py",)

MUTANTS = [
    Mutant(
        "a check that needs another counts alone",
        "if said is None and check.needs in failed",
        "if False",
        ("grading/tests/test_grading_homework.py",),
    ),
    Mutant(
        "what was never answered is right",
        "yield from [clean(str(error))] * len(question.checks)",
        "yield from [None] * len(question.checks)",
        TESTS,
    ),
    Mutant(
        "a check that was not reached is passed",
        "yield clean(NOT_REACHED.format(over))",
        "yield None",
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
    Mutant(
        "a check without memory is passed",
        'complaint = "the answer is so large that the check of it runs out of memory"',
        "complaint = None",
        TESTS,
    ),
    Mutant("messages are not cleaned", "else clean(complaint)", "else complaint", TESTS),
]
