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


class QuestionResult(NamedTuple):
    """One question and its checks."""

    name: str
    title: str
    points: float
    seconds: float
    checks: list[CheckResult]

    @property
    def score(self) -> float:
        """The sum over its checks."""
        return float(sum(check.score for check in self.checks))


class Result(NamedTuple):
    """One submission. problem: why nothing could be graded, None when it was.

    notes: what could not be run of the notebook, by cells.
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
        for q in result.questions
    ]
    totals = {"score": result.score, "isolation": result.isolation}
    return result._asdict() | totals | {"questions": questions}


def from_data(data: dict) -> Result:
    """The result that `as_data` gave."""
    questions = [
        QuestionResult(**_fields(QuestionResult, q, checks=[
            CheckResult(**_fields(CheckResult, check)) for check in q["checks"]
        ]))
        for q in data["questions"]
    ]  # fmt: skip
    return Result(**_fields(Result, data, questions=questions, notes=tuple(data["notes"])))


def _fields(kind, data, **other):
    """What is a field in some data, without what is computed from others."""
    return {name: data[name] for name in kind._fields} | other
