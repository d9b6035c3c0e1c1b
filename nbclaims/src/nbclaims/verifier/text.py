r"""Compares two texts by meaning: words, integers and structure exactly, floats by value.

A float may differ by atol + rtol·|stored| and, on top, by one unit of its last printed place. The
unit is needed however small the true difference: two numbers on either side of a rounding boundary
(0.12345 and 0.1234499) print as neighbours (0.1235 and 0.1234), each half a unit from its true
value. It is granted only where it is small (`LAST_PLACE`): with fewer digits such a flip is rare
and the unit a change of meaning, so the remedy is to print more digits or to state a tolerance.

Unless a cell states it, atol is `ATOL` of the largest number beside the float, and at most `ATOL`:
in an array of ones 1e-17 is rounding; alone it is a number, whose digits count. Beside each other
are floats with nothing but spaces, commas and brackets between them; the end of a line parts them
unless a bracket is open.

Spaces are structure, except around floats, whose width changes with their last digits. Colours of a
terminal are structure, the order in which a set is printed is none.
"""

import ast
import re
from typing import NamedTuple

# The last place may flip when its unit is at most this share of the number, so from three digits
# on. Below that, with true differences δ of 2e-6, a flip has probability 2δ / 1 % = 4e-4.
LAST_PLACE = 0.01
ATOL = 1e-8

SIGN = r"(?:(?<![\w)\].])[-+]|(?<![\w.]))"  # not the minus of 3-5, nor part of v0.10.2
FLOAT = r"(?:(?:\d+\.\d*|\.\d+)(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+)"
END = r"(?!\d|\.\d)"
TOKEN = re.compile(
    rf"[^\S\n]*(?P<float>{SIGN}{FLOAT}{END})[^\S\n]*"
    rf"|(?P<integer>{SIGN}\d+{END})"
    r"|(?P<space>[^\S\n]+)|(?P<word>\w+)|(?P<mark>[\s\S])"
)
COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
SET = re.compile(r"(?<![\w\\^}{$])\{[^{}]+\}")
BESIDE = {"[": 1, "(": 1, "]": -1, ")": -1, ",": 0, ";": 0}  # what each opens


class Token(NamedTuple):
    """A piece of text: its kind (a group of `TOKEN`), its characters, its place."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> list[Token]:
    """The text in pieces, none left out but the spaces around floats."""
    # The letter that ends a colour is none of the word, or the number, that follows.
    seen = COLOUR.sub(lambda colour: "\x1b" * len(colour[0]), text)
    spans = [(found.lastgroup, *found.span(found.lastgroup)) for found in TOKEN.finditer(seen)]
    return [Token(kind, text[start:end], start) for kind, start, end in spans]


def last_place(number: str) -> float:
    """The unit of the last printed digit; 0 for '3.', which NumPy prints for exactly 3."""
    mantissa, _, exponent = number.lower().partition("e")
    if mantissa.endswith("."):
        return 0.0
    return 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))


def close(stored: str, fresh: str, rtol: float, atol: float) -> bool:
    """Whether two printed floats may be one number, on two machines."""
    a, b = float(stored), float(fresh)
    unit = min(last_place(stored), last_place(fresh))  # NumPy drops trailing zeros
    slack = unit * (1 + 1e-6) if unit <= LAST_PLACE * abs(a) else 0.0
    return abs(a - b) <= atol + rtol * abs(a) + slack


def tolerances(pieces: list[Token]) -> dict[Token, float]:
    """For each float the absolute tolerance that the floats beside it give it."""
    arrays, depth = [[]], 0
    for piece in pieces:
        depth = max(0, depth + BESIDE.get(piece.text, 0))
        if piece.kind == "float":
            arrays[-1].append(piece)
        elif (
            piece.kind != "space"
            and piece.text not in BESIDE
            and not (piece.text == "\n" and depth)
        ):
            arrays.append([])
    found = {}
    for array in arrays:
        largest = max((abs(float(number.text)) for number in array), default=0.0)
        found |= dict.fromkeys(array, ATOL * min(1.0, largest))
    return found


def difference(stored: str, fresh: str, rtol: float, atol: float | None = None) -> str:
    """The first place where two texts differ, with its code; empty when they agree."""
    stored, fresh = canonical(stored), canonical(fresh)
    old, new = tokens(stored), tokens(fresh)
    beside = tolerances(old) if atol is None else {}

    def agree(a: Token, b: Token) -> bool:
        if a.kind == b.kind == "float":
            return close(a.text, b.text, rtol, beside.get(a, atol))
        return a[:2] == b[:2]

    return first_difference(stored, fresh, old, new, agree)


def canonical(text: str) -> str:
    """A text with hyphens for minus signs, and printed sets in order."""
    return SET.sub(lambda found: in_order(found[0]), text.replace("−", "-"))


def in_order(text: str) -> str:
    """A printed set with its elements sorted; any other text as it is."""
    try:
        elements = ast.parse(text, mode="eval").body.elts
        values = [(type(value).__name__, value) for value in map(ast.literal_eval, elements)]
        order = sorted(range(len(values)), key=values.__getitem__)
    except (SyntaxError, ValueError, AttributeError, TypeError, MemoryError, RecursionError):
        return text
    parts = [ast.get_source_segment(text, elements[i]) for i in order]
    return "{" + ", ".join(parts) + "}"


def first_difference(stored: str, fresh: str, old: list, new: list, agree) -> str:
    """The first pair of tokens that do not agree, shown with their lines."""
    end = Token("end", "", len(stored)), Token("end", "", len(fresh))
    for a, b in zip([*old, end[0]], [*new, end[1]], strict=False):
        if not agree(a, b):
            kind = a.kind if a.kind == b.kind != "mark" else "text"
            return (
                f"[{kind}] {_shown(a)} is now {_shown(b)}\n"
                f"  stored: {_line(stored, a.start)}\n  now:    {_line(fresh, b.start)}"
            )
    return ""


def _shown(token: Token) -> str:
    return repr(token.text) if token.text else "(end)"


def _line(text: str, place: int) -> str:
    """The line around a place, cut to a readable length."""
    start = max(text.rfind("\n", 0, place) + 1, place - 60)
    return text[start : start + 120].partition("\n")[0] or "(nothing)"
