"""The claim as data: its fields, its three relations, its verdict, how it is shown and found.

A claim is an output of a notebook's cell with three forms. The first is this dictionary, stored
under `MIME`; the others are the text and the HTML that show it.

    {"id": "vae.elbo-bound", "statement": "the ELBO is below log p(x)", "measured": -81.2,
     "at_most": -80.0, "tolerance": 0.1, "because": "three standard errors", "passed": true}

It has exactly one of the keys of `RELATIONS`. JSON has no infinity and no NaN: they are text.
"""

import html
import math

MIME = "application/vnd.claim+json"
# How each relation is written, and how its tolerance.
RELATIONS = {"target": ("≈", "±"), "at_most": ("≤", "+"), "at_least": ("≥", "−")}
# Significant digits with which the text and the HTML of a claim show its numbers.
DIGITS = {"measured": 4, "target": 6, "at_most": 6, "at_least": 6, "tolerance": 3}
FIELDS = {"id", "statement", "measured", "tolerance", "because", "passed"}  # and a relation

Number = float | int


def holds(measured: Number, relation: str, bound: Number, tolerance: Number) -> bool:
    """Whether a measured value lies in the band of a claim; NaN lies in none."""
    if relation == "target":
        return measured == bound or abs(measured - bound) <= tolerance
    if relation == "at_most":
        return measured <= bound + tolerance
    return measured >= bound - tolerance


def relation(claim: dict) -> str:
    """Which of the three a claim says about its measured value; ValueError unless it is one."""
    stated = [name for name in RELATIONS if name in claim]
    if len(stated) != 1:
        raise ValueError(f"expected one of {', '.join(RELATIONS)}, got {stated}")
    return stated[0]


def in_band(claim: dict) -> bool:
    """Whether a claim's measured value lies in its own band, whatever it says of its verdict."""
    side = relation(claim)
    return holds(float(claim["measured"]), side, float(claim[side]), float(claim["tolerance"]))


def json_number(value: Number) -> Number | str:
    """A number as it is stored."""
    return value if math.isfinite(value) else str(value)


def shown(name: str, number: Number) -> str:
    """A claim's number of a name, such as ``tolerance``, as the text and the HTML show it."""
    return f"{number:.{DIGITS[name]}g}"


def band(relation: str, bound: Number, tolerance: Number) -> str:
    """The band in signs, such as ``≈ 0.5 ± 0.01``."""
    sign, slack = RELATIONS[relation]
    if not tolerance:
        return f"{sign.replace('≈', '=')} {shown(relation, bound)}"
    return f"{sign} {shown(relation, bound)} {slack} {shown('tolerance', tolerance)}"


def forms(claim: dict, band: str) -> dict:
    """A claim with a band in all of its forms, by MIME type: the data of an output."""
    mark = "✓" if claim["passed"] else "✗"
    measured = shown("measured", float(claim["measured"]))
    cells = "".join(
        f'<span class="claim-{name}">{html.escape(text)}</span> '
        for name, text in [
            ("mark", mark),
            ("id", claim["id"]),
            ("statement", claim["statement"]),
            ("measured", f"{measured} {band}"),
            ("because", claim["because"]),
        ]
    )
    verdict = "passed" if claim["passed"] else "failed"
    return {
        MIME: claim,
        "text/html": f'<div class="claim claim-{verdict}" id="{claim["id"]}">{cells}</div>',
        "text/plain": f"{mark} {claim['id']:<34} {measured:>11} {band:<20} {claim['statement']}",
    }


def of_cell(cell: dict) -> list[dict]:
    """The claims in a cell's outputs, in their order."""
    data = [output.get("data", {}) for output in cell.get("outputs", [])]
    return [bundle[MIME] for bundle in data if MIME in bundle]


def of_notebook(notebook: dict) -> list[dict]:
    """The claims in a notebook's outputs, in their order."""
    return [claim for cell in notebook["cells"] for claim in of_cell(cell)]
