"""What came of grading: scores by check, by question, by submission. Plain data."""

from typing import NamedTuple


class CheckResult(NamedTuple):
    """One check: `message` is the complaint, None when it passed."""

    name: str
    title: str
    points: float
    public: bool
    message: str | None

    @property
    def score(self) -> float:
        """All of the points, or none."""
        return float(self.points) if self.message is None else 0.0


class Mark(NamedTuple):
    """What a person gives for a question, and says to it."""

    points: float
    comment: str


class QuestionResult(NamedTuple):
    """One question and its checks. mark: a person's, which counts instead of them."""

    name: str
    title: str
    points: float
    seconds: float
    checks: list[CheckResult]
    mark: Mark | None = None

    @property
    def score(self) -> float:
        """The mark, or the sum over its checks."""
        return float(self.mark.points if self.mark else sum(check.score for check in self.checks))

    @property
    def reason(self) -> str | None:
        """What is said of the whole question, where no check says anything else."""
        said = {check.message for check in self.checks}
        return said.pop() if len(said) == 1 else None

    @property
    def by_hand(self) -> str | None:
        """A person's mark in words."""
        comment = f": {self.mark.comment}" if self.mark and self.mark.comment else ""
        return f"marked by a person, {self.mark.points:g}{comment}" if self.mark else None


class Result(NamedTuple):
    """One submission. problem: why nothing could be graded, None when it was.

    notes: what could not be run of the notebook, by cells. student: as the notebook says. time:
    when the file was written, in seconds since 1970. log: what was changed afterwards.
    """

    submission: str
    homework: str
    points: float
    problem: str | None
    level: str
    missing: list[str]
    seed: int
    seconds: float
    questions: list[QuestionResult]
    notes: tuple[str, ...] = ()
    student: str = ""
    time: float | None = None
    log: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """The sum over its questions."""
        return float(sum(question.score for question in self.questions))

    @property
    def isolation(self) -> str:
        """How far the score may be trusted, in a line."""
        if self.problem:
            return "not run"
        if self.level == "none":
            return f"feedback only: not isolated (not enforced: {', '.join(self.missing)})"
        missing = f"; not enforced: {', '.join(self.missing)}" if self.missing else ""
        return f"isolated by {self.level}{missing}"


def as_data(result: Result) -> dict:
    """A result as JSON can hold it."""
    questions = [
        q._asdict()
        | {"score": q.score, "checks": [c._asdict() | {"score": c.score} for c in q.checks]}
        | {"mark": q.mark and q.mark._asdict()}
        for q in result.questions
    ]
    totals = {"score": result.score, "isolation": result.isolation}
    return result._asdict() | totals | {"questions": questions}


def from_data(data: dict) -> Result:
    """The result that `as_data` gave."""
    questions = [
        QuestionResult(**_fields(
            QuestionResult, q, mark=q["mark"] and Mark(**q["mark"]),
            checks=[CheckResult(**_fields(CheckResult, check)) for check in q["checks"]],
        ))
        for q in data["questions"]
    ]  # fmt: skip
    lines = {"notes": tuple(data["notes"]), "log": tuple(data["log"])}
    return Result(**_fields(Result, data, questions=questions, **lines))


def _fields(kind, data, **other):
    """What is a field in some data, without what is computed from others."""
    return {name: data[name] for name in kind._fields} | other
