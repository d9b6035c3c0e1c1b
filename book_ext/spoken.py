"""A formula in words, for what has a name: a button that says a formula has no other.

Browsers leave MathML out of the name of a button or a group, so screen readers would not say it
there. In the text it is MathML that they read, with their own rules.
"""

import re
import unicodedata
from xml.etree import ElementTree

WORDS = {
    "(": "open", ")": "close", "[": "open bracket", "]": "close bracket", "\u2061": "",
    "=": "equals", "−": "minus", "+": "plus", "/": "over", "⋅": "times", "⊙": "times",
    "<": "is less than", ">": "is greater than", "∼": "is distributed as", "∣": "given",
    "∥": "double bar", "∑": "the sum", "∞": "infinity", "′": "prime", "∗": "star",
    "…": "and so on", "ϕ": "phi",
}  # fmt: skip
LETTERS = {("double-struck", "E"): "the expectation", ("script", "N"): "normal"}
POWERS = {"2": "squared", "3": "cubed", "prime": "prime", "star": "star"}
OVER = {"the sum", "the expectation", "max", "arg max"}
GREEK = re.compile(r"GREEK (?:SMALL|CAPITAL) LETTER (\w+)")  # as Unicode names them
MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)


def words(html: str) -> str:
    """What is said of a formula that KaTeX has rendered, from its MathML.

    Raises:
      ValueError: when there is no MathML, or something in it that has no words.
    """
    formula = MATH.search(html)
    if not formula:
        raise ValueError("no formula")
    text = said(ElementTree.fromstring(formula[0])[0][0])
    return re.sub(r"( ,)+", ",", " ".join(text.split())).strip(" ,")


def said(node) -> str:
    """What is said of a part of the formula; a comma is a pause."""
    tag = node.tag.rpartition("}")[2]
    parts = [said(child) for child in node]
    if tag in {"mi", "mo", "mn", "mtext"}:
        return symbol(node)
    if tag == "mfrac":
        return " over ".join(grouped(child) for child in node) + ","
    if tag == "msup":
        return f"{parts[0]} {power(node[1])}"
    if tag == "msub":
        return f"{parts[0]} {'over' if parts[0].strip() in OVER else 'sub'} {parts[1]}"
    if tag == "msubsup":
        return f"{parts[0]} sub {parts[1]} {power(node[2])}"
    if tag == "msqrt":
        return f"the root of {' '.join(parts)},"
    if tag in {"mrow", "mstyle"}:
        return " ".join(parts)
    raise ValueError(f"no words for <{tag}>")


def power(node) -> str:
    """What is said of an exponent: where it ends, if it has parts."""
    end = "," if len(node) else ""
    return POWERS.get(said(node), f"to the power {said(node)}{end}")


def symbol(node) -> str:
    """What is said of a letter, a number, a sign or a text."""
    text = "".join(node.itertext()).strip()
    known = LETTERS.get((node.get("mathvariant"), text), WORDS.get(text))
    if known is not None or text.isascii():
        return text if known is None else known
    name = unicodedata.name(text, "") if len(text) == 1 else ""
    letter = GREEK.fullmatch(name)
    if not letter:
        raise ValueError(f"no words for {text!r}")
    return letter[1].lower()


def grouped(node) -> str:
    """What is said of one side of a fraction: where it begins and ends, if it has parts."""
    return f"open {said(node)} close" if len(node) > 1 else said(node)
