"""Compares checked claims: words exactly, the measured number by the claim's own band.

The numbers that a claim states may be computed, and another processor rounds them otherwise. So the
bound may move by `SHARE` of the claim's tolerance, or by `ROUNDING` of itself where that is more,
and the tolerance by `SHARE` of itself. That decides no verdict; a changed number is more.
"""

import json

from nbclaims import schema
from nbclaims.schema import DIGITS, MIME, RELATIONS
from nbclaims.verifier.text import Token, first_difference, tokens

SHARE = 1e-3
ROUNDING = 1e-12  # float64 keeps 2.2e-16; a sum of thousands of terms loses three digits of it


def differences(stored: dict, fresh: dict) -> list[str]:
    """How a stored claim differs from a fresh one; both are the data of a whole output."""
    old, new = stored[MIME], fresh[MIME]
    name = f"claim {old.get('id')}"
    if len({"measured", "tolerance"} & set(old)) < 2 or sum(key in old for key in RELATIONS) != 1:
        return [f"{name}: [claim-malformed] as it is stored: {json.dumps(old)}"]
    found = [
        f"{name}: [claim-{key}] {json.dumps(old.get(key))} is now {json.dumps(new.get(key))}"
        for key in sorted((set(old) | set(new)) - {"measured"})
        if json.dumps(old.get(key)) != json.dumps(new.get(key)) and not _rounded(key, old, new)
    ]
    for when, claim in (("stored", old), ("new", new)):
        if not schema.in_band(claim):
            measured = claim["measured"]
            found.append(f"{name}: [claim-band] the {when} measured value {measured} is out of it")
    for mime in sorted(set(stored) - {MIME}):
        if problem := _text_difference(stored[mime], fresh[mime], old, new):
            found.append(f"{name}: {mime}: {problem}")
    return found


def _rounded(key: str, old: dict, new: dict) -> bool:
    """Whether a number that two claims state is the same, computed on two machines."""
    if key not in (*RELATIONS, "tolerance") or key not in old or key not in new:
        return False
    a, b = float(old[key]), float(new[key])
    return abs(a - b) <= max(SHARE * old["tolerance"], ROUNDING * abs(a))


def _text_difference(stored: str, fresh: str, old_claim: dict, new_claim: dict) -> str:
    """Compare two renderings of a claim, whose numbers have been compared."""
    old, new = ([t for t in tokens(text) if t.kind != "space"] for text in (stored, fresh))
    both = set(old_claim) & set(new_claim)
    numbers = [(old_claim[k], new_claim[k], n) for k, n in DIGITS.items() if k in both]
    if not any(_renders(token, old_claim["measured"], DIGITS["measured"]) for token in old):
        measured = old_claim["measured"]
        return f"[claim-measured] the stored text does not show {measured}: {stored.strip()}"

    def agree(a: Token, b: Token) -> bool:
        return a[:2] == b[:2] or any(_renders(a, x, n) and _renders(b, y, n) for x, y, n in numbers)

    return first_difference(stored, fresh, old, new, agree)


def _renders(token: Token, number, digits: int) -> bool:
    """Whether a token is the number, rounded to at least so many digits."""
    if token.kind not in ("float", "integer"):
        return False
    number = float(number)
    return abs(float(token.text) - number) <= 0.5 * 10.0 ** (1 - digits) * abs(number) * (1 + 1e-9)
