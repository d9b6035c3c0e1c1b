"""The `verify` entry of a cell's metadata: how closely its outputs are compared, and why."""

from typing import NamedTuple

NOT_COMPARED = "not compared"
TOLERANCES = ("rtol", "atol", "pixels")
EXCEPTIONS = ("figure", "outputs")


class Rule(NamedTuple):
    """How the outputs of one cell are compared.

    rtol, atol: floats may differ by atol + rtol·|stored|. Reorderings of float32 arithmetic
      (AVX-512, AVX2, one core) move deterministic results by 2e-6 at most. atol is relative to the
      numbers beside a float when left out, and absolute when stated; see `text`.
    pixels: how many pixels of a figure may differ; see `picture`.
    figure, outputs: "not compared" for an exception: the pictures; the words and numbers.
    because, covered_by: the reason, and the claim that covers a figure that is not compared.
    """

    rtol: float = 1e-5
    atol: float | None = None
    pixels: int = 4
    figure: str = ""
    outputs: str = ""
    because: str = ""
    covered_by: str = ""

    @property
    def exception(self) -> str:
        """What is not compared and why, in words; empty when everything is."""
        what = " and ".join(key for key in EXCEPTIONS if getattr(self, key))
        covered = f" (covered by claim {self.covered_by})" if self.covered_by else ""
        return f"{what}: {self.because}{covered}" if what else ""


def rule(cell) -> Rule:
    """The rule that a cell states; unknown keys are left to `problems`."""
    stated = cell.metadata.get("verify", {})
    return Rule(**{key: value for key, value in stated.items() if key in Rule._fields})


def problems(cell, claim_ids: set[str]) -> list[str]:
    """What is wrong with the rule that a cell states, given the claims of its notebook."""
    stated = cell.metadata.get("verify", {})
    found = [f"[rule-key] verify: unknown key {key!r}" for key in stated if key not in Rule._fields]
    for key in TOLERANCES:
        value = stated.get(key, 0)
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < 1e9:
            found.append(f"[rule-number] verify: {key} must be a number ≥ 0, got {value!r}")
    for key in EXCEPTIONS:
        if key in stated and stated[key] != NOT_COMPARED:
            says = f"{key} can only be {NOT_COMPARED!r}, got {stated[key]!r}"
            found.append(f"[rule-exception] verify: {says}")
    if stated and not str(stated.get("because", "")).strip():
        what = "an exception" if set(EXCEPTIONS) & set(stated) else "a tolerance"
        found.append(f'[rule-reason] verify: {what} without a reason ("because")')
    if "figure" in stated and not stated.get("covered_by"):
        found.append('[rule-claim] verify: an uncompared figure names no claim ("covered_by")')
    if stated.get("covered_by") and stated["covered_by"] not in claim_ids:
        says = f"covered_by {stated['covered_by']!r} is no claim of this notebook"
        found.append(f"[rule-claim] verify: {says}")
    return found
