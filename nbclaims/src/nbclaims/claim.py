"""The checked claim: a sentence with a number in it, asserted where it is made.

A claim prints one line, raises when it fails, and leaves a structured output in the notebook.
The ledger is built from these outputs, and the verifier compares them by their own band.
"""

import math
import re
from collections.abc import Mapping
from statistics import NormalDist

import numpy as np
from IPython import get_ipython
from IPython.display import publish_display_data

from nbclaims.schema import Number, band, forms, holds, json_number

# Half-width, in standard errors, of a statistical band. Over 1000 such checks of true statements,
# two-sided and Gaussian, the probability of even one false alarm is at most 1 % (Bonferroni).
SIGMAS = round(NormalDist().inv_cdf(1 - 0.01 / (2 * 1000)), 2)
STATISTICAL = "in standard errors: at most 1 % false alarms over 1000 checks"


class ClaimError(AssertionError):
    """A claim that the run does not bear out, or that would not have caught a wrong formula."""


def check(
    id: str,
    measured,
    *,
    target=None,
    at_most=None,
    at_least=None,
    tolerance: Number = 0.0,
    because: str,
    statement: str = "",
    rejects: Mapping[str, object] | None = None,
) -> None:
    r"""Assert |measured − target| ≤ tolerance, or measured ≤ at_most (≥ at_least), give or take it.

    Args:
      id: dotted name, unique in the book, such as ``vae.elbo-bound``.
      measured: a number, or anything that holds exactly one (a JAX or NumPy scalar, a bool).
      target, at_most, at_least: exactly one of them.
      tolerance: half-width of the band around a target, or the slack of a bound; in its units.
      because: where the tolerance comes from: a theorem, rounding, standard errors.
      statement: the claim in words; the relation itself when left out.
      rejects: what the usual mistakes would have measured, by name; outside the band, and not nan.

    Raises:
      ClaimError: the measured value is outside the band or is no number, or the value of a usual
        mistake is inside or nan. The output is published first, to be read in the notebook.
      ValueError: a malformed claim (see the arguments above).
    """
    bounds = {"target": target, "at_most": at_most, "at_least": at_least}
    bounds = {name: _number(name, bound) for name, bound in bounds.items() if bound is not None}
    if len(bounds) != 1:
        raise ValueError(
            f"claim {id!r} takes exactly one of target, at_most, at_least; got {sorted(bounds)}"
        )
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", id):
        raise ValueError(f"claim id {id!r} is not of the form 'part.what-it-says'")
    if not because.strip():
        raise ValueError(f"claim {id!r} needs a reason for its tolerance (because=...)")
    tolerance = _number("tolerance", tolerance)
    if not 0 <= tolerance < math.inf:
        raise ValueError(f"claim {id!r}: tolerance must be finite and ≥ 0, got {tolerance}")
    measured = _number("measured", measured)
    rejects = rejects or {}
    ((relation, bound),) = bounds.items()
    claimed = band(relation, bound, tolerance)
    claim = {
        "id": id,
        "statement": statement or claimed,
        "measured": json_number(measured),
        relation: json_number(bound),
        "tolerance": tolerance,
        "because": "; ".join([because] + [f"rejects {mistake}" for mistake in rejects]),
        "passed": holds(measured, relation, bound, tolerance),
    }
    _publish(forms(claim, claimed))
    if not claim["passed"]:
        raise ClaimError(f"claim {id}: measured {measured:.6g}, claimed {claimed}")
    for mistake, value in rejects.items():
        value = _number(mistake, value)
        if math.isnan(value):  # it is in no band, whatever the band
            raise ClaimError(f"claim {id}: {mistake} measures nan, which shows nothing")
        if holds(value, relation, bound, tolerance):
            raise ClaimError(f"claim {id} would not catch {mistake}: {value:.6g}")


def check_mean(
    id: str, estimate, *, target, statement: str = "", rejects: Mapping[str, object] | None = None
) -> None:
    r"""Assert that a Monte Carlo mean agrees with its exact value: |mean − target|/s.e. ≤ SIGMAS.

    estimate: a pair (mean, standard error); numbers, or arrays of which the worst entry counts.
    rejects: what the usual mistakes give in place of target.
    Raises as `check` does, and ValueError when a standard error is not positive.
    """
    mean, standard_error = (np.asarray(value, dtype=float) for value in estimate)
    if not (standard_error > 0).all():
        raise ValueError(f"claim {id!r}: standard errors must be > 0, got {standard_error}")

    def worst(target) -> float:
        deviations = np.ravel((mean - np.asarray(target, dtype=float)) / standard_error)
        return deviations[np.argmax(np.abs(deviations))]

    check(
        id,
        worst(target),
        target=0,
        tolerance=SIGMAS,
        because=STATISTICAL,
        statement=statement,
        rejects={mistake: worst(value) for mistake, value in (rejects or {}).items()},
    )


def glue(name: str, value) -> None:
    """Store a number under a name, so that the text can quote it: ``{glue:text}`name:.1f```.

    Writes what `myst_nb.glue` writes, without needing it where the notebook runs.
    """
    prefix = "application/papermill.record/"
    publish_display_data(
        {prefix + "text/plain": repr(_number(name, value))},
        {"scrapbook": {"name": name, "mime_prefix": prefix}},
    )


def _number(name: str, value) -> Number:
    """The one number that a Python, NumPy or JAX scalar holds."""
    value = value.item() if getattr(value, "size", None) == 1 else value
    if not isinstance(value, bool | int | float):
        raise ValueError(f"{name} must be one number, got {value!r}")
    return int(value) if isinstance(value, bool | int) else value


def _publish(data: dict) -> None:
    """Store a claim in the notebook; print its line where there is none."""
    if get_ipython() is None:
        print(data["text/plain"])
    else:
        publish_display_data(data)
