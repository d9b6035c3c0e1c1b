"""A result of grading, as it may come: with a message that wants to be a script, or unread."""

from grading.result import CheckResult, QuestionResult, Result

SCRIPT = "<script>alert(1)</script>"


def result(**changed):
    checks = [
        CheckResult("a", "the first", 1.0, True, None),
        CheckResult("b", "the second", 2.5, False, f"off by one half {SCRIPT}"),
    ]
    questions = [
        QuestionResult("f", "1. A question", 3.5, 0.1, checks),
        QuestionResult("g", "2. Another", 2.0, 0.1, [CheckResult("c", "third", 2.0, True, "no")]),
    ]
    made = Result("a.ipynb", "hw", 5.5, None, "bubblewrap", [], 7, 1.25, questions)
    return made._replace(**changed)


def unread(**changed):
    return result(problem="an empty file", questions=[], points=0.0, homework="", **changed)
