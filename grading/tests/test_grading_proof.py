"""Notebooks graded for a proof, and what is said against them."""

import small_homework
from results import result

from grading import proof, sandbox, student
from grading.result import CheckResult, QuestionResult

CHECKS = [
    CheckResult("doubled", "twice three", 1, True, None),
    CheckResult("any_doubled", "twice anything", 2, False, "that is the square"),
]


def test_notebooks_are_graded_by_their_keys(tmp_path):
    homework = small_homework.load(tmp_path)
    untouched = student.student(homework)
    found = proof.graded(homework, {"one": untouched, "two": untouched}, sandbox.NONE)
    assert set(found) == {"one", "two"}
    assert all(proof.complaints(result) for result in found.values())


def test_complaints_are_what_did_not_pass():
    asked = result(questions=[QuestionResult("double", "", 3, 1.0, CHECKS)])
    assert proof.complaints(asked) == ["double: any_doubled: that is the square"]
    assert proof.complaints(asked._replace(problem="no notebook"))[0] == "no notebook"


def test_a_check_that_passed_is_said():
    assert proof.passed_or({None, "no"}) == "a check passed; no"
