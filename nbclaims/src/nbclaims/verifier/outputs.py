"""Compares all outputs of a cell, one by one, each by its MIME type."""

import json
import re
from collections.abc import Callable

from nbclaims.schema import MIME
from nbclaims.verifier import claims, picture, text
from nbclaims.verifier.rules import Rule

GLUED = "application/papermill.record/"
PICTURES = ("image/png", "image/jpeg")
# A picture inside HTML, such as a frame of an animation (where lines end in a backslash).
EMBEDDED = re.compile(r"data:image/(?:png|jpeg);base64,((?:[A-Za-z0-9+/=]|\\?\n)+)")


def name(output) -> str:
    """What an output is, for people: 'stdout', 'claim vae.bound', 'image/png'."""
    if output.output_type == "stream":
        return output.name
    if output.output_type == "error":
        return f"error {output.ename}"
    if MIME in output.data:
        return f"claim {output.data[MIME].get('id')}"
    if "scrapbook" in output.metadata:
        return f"glued {output.metadata['scrapbook'].get('name')}"
    return " + ".join(sorted(output.data))


def differences(
    stored: list, fresh: list, rule: Rule, sanitize: Callable[[str], str] = str
) -> list[str]:
    """How the stored outputs of a cell differ from the fresh ones, each with its code.

    sanitize: the book's own rules (--nbval-sanitize-with) for words; claims are not touched.
    """
    if (old := [name(o) for o in stored]) != (new := [name(o) for o in fresh]):
        return [f"[outputs] changed\n  stored: {_names(old)}\n  now:    {_names(new)}"]
    pairs = zip(stored, fresh, strict=True)
    return [problem for a, b in pairs for problem in _difference(a, b, rule, sanitize)]


def textless(stored: list, fresh: list) -> int:
    """How many stored figures lack the texts that fresh ones have: only pictures are compared."""
    pairs = zip(stored, fresh, strict=False)
    return sum(bool(_texts(b)) and not _texts(a) for a, b in pairs)


def _difference(stored, fresh, rule: Rule, sanitize) -> list[str]:
    """How two outputs of the same name differ."""
    if stored.output_type in ("stream", "error"):
        key = "text" if stored.output_type == "stream" else "evalue"
        old, new = {"text/plain": stored[key]}, {"text/plain": fresh[key]}
    else:
        old, new = stored.data, fresh.data
    if set(old) != set(new):
        return [f"{name(stored)}: [forms] had {_names(old)} and now has {_names(new)}"]
    if MIME in old:
        return claims.differences(old, new)
    found = [(mime, _mime_difference(mime, old[mime], new[mime], rule, sanitize)) for mime in old]
    if stored.output_type not in ("stream", "error"):
        found.append(("its texts", "" if rule.figure else _texts_difference(stored, fresh, rule)))
        if not rule.outputs:
            found.append(("metadata", _json_difference(_others(stored), _others(fresh), rule)))
    return [f"{name(stored)}: {what}: {problem}" for what, problem in found if problem]


def _mime_difference(mime: str, stored, fresh, rule: Rule, sanitize) -> str:
    """How two pieces of data of one MIME type differ; empty when they do not."""
    mime = mime.removeprefix(GLUED)
    if mime in PICTURES:
        return "" if rule.figure else picture.difference(stored, fresh, rule.pixels)
    if isinstance(stored, str) and (mime.startswith("text/") or mime == "image/svg+xml"):
        return _text_difference(stored, fresh, rule, sanitize)
    if rule.outputs:
        return ""
    if not isinstance(stored, str):
        return _json_difference(stored, fresh, rule)
    return "" if stored == fresh else "[data] changed"


def _json_difference(stored, fresh, rule: Rule) -> str:
    old, new = (json.dumps(value, indent=1, sort_keys=True) for value in (stored, fresh))
    return text.difference(old, new, rule.rtol, rule.atol)


def _text_difference(stored: str, fresh: str, rule: Rule, sanitize) -> str:
    """How two texts differ, with the pictures in them compared as pictures."""
    words = (sanitize(EMBEDDED.sub("(picture)", value)) for value in (stored, fresh))
    if not rule.outputs and (problem := text.difference(*words, rule.rtol, rule.atol)):
        return problem
    old, new = EMBEDDED.findall(stored), EMBEDDED.findall(fresh)
    if len(old) != len(new):
        return f"[pictures] it held {len(old)} and now holds {len(new)}"
    if not rule.figure:
        for number, (a, b) in enumerate(zip(old, new, strict=True), 1):
            a, b = a.replace("\\\n", ""), b.replace("\\\n", "")
            if problem := picture.difference(a, b, rule.pixels):
                return f"picture {number}: {problem}"
    return ""


def _texts_difference(stored, fresh, rule: Rule) -> str:
    """How the texts of two figures differ; what was stored without them is not compared."""
    old, new = _texts(stored), _texts(fresh)
    if not old:
        return ""
    problem = text.difference("\n".join(old), "\n".join(new), rule.rtol, rule.atol)
    return f"[figure-text] {problem}" if problem else ""


def _texts(output) -> list[str]:
    """The texts of a figure, as `startup/store_texts.py` stores them."""
    about = [output.get("metadata", {}).get(mime, {}) for mime in PICTURES]
    return [line for entry in about for line in entry.get("texts", [])]


def _others(output) -> dict:
    """The metadata of an output without the texts of figures."""
    kept = {}
    for key, value in output.metadata.items():
        if key in PICTURES:
            value = {k: v for k, v in value.items() if k != "texts"}
        if key not in PICTURES or value:
            kept[key] = value
    return kept


def _names(names) -> str:
    return ", ".join(names) or "nothing"
