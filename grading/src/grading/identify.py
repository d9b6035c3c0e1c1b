"""Of which homework a submission is; a notebook in another one's place is not graded."""

import re

from grading.homework import Homework
from grading.submission import Submission, Unreadable, clean


def identify(submission: Submission, known: list[Homework]) -> Homework:
    """The homework of a submission: what it says, else the one whose names occur in it most.

    What it says does not count where it answers nothing of that and something of others. One that
    says that it is another is taken only if it answers half of the questions. Raises Unreadable
    where it is none of those that are known.
    """
    named = [homework for homework in known if homework.name == submission.homework]
    most = max(known, key=lambda homework: occurring(homework, submission))
    if named and (occurring(named[0], submission) or not occurring(most, submission)):
        return named[0]
    enough = len(most.questions) / 2 if submission.homework else 1
    if occurring(most, submission) < enough:
        wanted = ", ".join(homework.name for homework in known)
        said = (
            f"it is of {clean(submission.homework, 60)}"
            if submission.homework
            else "it says of none"
        )
        raise Unreadable(f"not of this homework: {said}, and answers too few questions of {wanted}")
    return most


def occurring(homework: Homework, submission: Submission) -> int:
    """How many of a homework's questions a submission names."""
    text = "\n".join(cell["source"] for cell in submission.cells)
    tagged = {cell["question"] for cell in submission.cells}
    return sum(
        q.name in tagged or bool(re.search(rf"^(def +{q.name}\b|{q.name}\b.*=)", text, re.M))
        for q in homework.questions
    )
