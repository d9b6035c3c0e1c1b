"""Compares checked claims: everything exactly but the measured number, which has its own band.

A claim is an output with three forms: the MIME type below (id, statement, measured, one of target,
at_most and at_least, tolerance, because, passed), and the text and the HTML that show it.
"""

import json

from verifier.text import Token, first_difference, tokens

MIME = "application/vnd.claim+json"
RELATIONS = ("target", "at_most", "at_least")
DIGITS = 4  # significant digits with which a claim's text and HTML show the measured number


def holds(claim: dict) -> bool:
    """Whether the measured number lies in the band that the claim states."""
    measured, tolerance = float(claim["measured"]), claim["tolerance"]
    if "target" in claim:
        return abs(measured - claim["target"]) <= tolerance or measured == claim["target"]
    if "at_most" in claim:
        return measured <= claim["at_most"] + tolerance
    return measured >= claim["at_least"] - tolerance


def differences(stored: dict, fresh: dict) -> list[str]:
    """How a stored claim differs from a fresh one; both are the data of a whole output."""
    old, new = stored[MIME], fresh[MIME]
    name = f"claim {old.get('id')}"
    if len({"measured", "tolerance"} & set(old)) < 2 or sum(key in old for key in RELATIONS) != 1:
        return [f"{name}: the stored claim is malformed: {json.dumps(old)}"]
    found = [
        f"{name}: {key} {json.dumps(old.get(key))} is now {json.dumps(new.get(key))}"
        for key in sorted((set(old) | set(new)) - {"measured"})
        if json.dumps(old.get(key)) != json.dumps(new.get(key))
    ]
    for when, claim in (("stored", old), ("new", new)):
        if not holds(claim):
            found.append(f"{name}: the {when} measured value {claim['measured']} is out of band")
    for mime in sorted(set(stored) - {MIME}):
        if problem := _text_difference(stored[mime], fresh[mime], old["measured"], new["measured"]):
            found.append(f"{name}: {mime}: {problem}")
    return found


def _text_difference(stored: str, fresh: str, old_measured, new_measured) -> str:
    """Compare two renderings of a claim, in which the measured number may differ."""
    old, new = ([t for t in tokens(text) if t.kind != "space"] for text in (stored, fresh))
    if not any(_renders(token, old_measured) for token in old):
        return f"the stored text does not show the measured value {old_measured}: {stored.strip()}"

    def agree(a: Token, b: Token) -> bool:
        return a[:2] == b[:2] or (_renders(a, old_measured) and _renders(b, new_measured))

    return first_difference(stored, fresh, old, new, agree)


def _renders(token: Token, number) -> bool:
    """Whether a token is the number, rounded to at least `DIGITS` digits."""
    if token.kind not in ("float", "integer"):
        return False
    number = float(number)
    return abs(float(token.text) - number) <= 0.5 * 10.0 ** (1 - DIGITS) * abs(number) * (1 + 1e-9)
