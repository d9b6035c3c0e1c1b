"""Compares all outputs of a cell, one by one, each by its MIME type."""

import json
import re

from verifier import claim, picture, text
from verifier.rules import Rule

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
    if claim.MIME in output.data:
        return f"claim {output.data[claim.MIME].get('id')}"
    if "scrapbook" in output.metadata:
        return f"glued {output.metadata['scrapbook'].get('name')}"
    return " + ".join(sorted(output.data))


def differences(stored: list, fresh: list, rule: Rule) -> list[str]:
    """How the stored outputs of a cell differ from the fresh ones, in words."""
    if (old := [name(o) for o in stored]) != (new := [name(o) for o in fresh]):
        return [f"the cell's outputs changed\n  stored: {_names(old)}\n  now:    {_names(new)}"]
    return [
        problem for a, b in zip(stored, fresh, strict=True) for problem in _difference(a, b, rule)
    ]


def _difference(stored, fresh, rule: Rule) -> list[str]:
    """How two outputs of the same name differ."""
    if stored.output_type == "stream":
        old, new = {"text/plain": stored.text}, {"text/plain": fresh.text}
    else:
        old, new = stored.data, fresh.data
    if set(old) != set(new):
        return [f"{name(stored)}: had {_names(old)} and now has {_names(new)}"]
    if claim.MIME in old:
        return claim.differences(old, new)
    found = [(mime, _mime_difference(mime, old[mime], new[mime], rule)) for mime in old]
    if stored.output_type != "stream" and not rule.outputs:
        found.append(("metadata", _json_difference(stored.metadata, fresh.metadata, rule)))
    return [f"{name(stored)}: {what}: {problem}" for what, problem in found if problem]


def _mime_difference(mime: str, stored, fresh, rule: Rule) -> str:
    """How two pieces of data of one MIME type differ; empty when they do not."""
    mime = mime.removeprefix(GLUED)
    if mime in PICTURES:
        return "" if rule.figure else picture.difference(stored, fresh, rule.pixels)
    if isinstance(stored, str) and (mime.startswith("text/") or mime == "image/svg+xml"):
        return _text_difference(stored, fresh, rule)
    if rule.outputs:
        return ""
    if not isinstance(stored, str):
        return _json_difference(stored, fresh, rule)
    return "" if stored == fresh else "the data changed"


def _json_difference(stored, fresh, rule: Rule) -> str:
    old, new = (json.dumps(value, indent=1, sort_keys=True) for value in (stored, fresh))
    return text.difference(old, new, rule.rtol, rule.atol)


def _text_difference(stored: str, fresh: str, rule: Rule) -> str:
    """How two texts differ, with the pictures in them compared as pictures."""
    words = (EMBEDDED.sub("(picture)", value) for value in (stored, fresh))
    if not rule.outputs and (problem := text.difference(*words, rule.rtol, rule.atol)):
        return problem
    old, new = EMBEDDED.findall(stored), EMBEDDED.findall(fresh)
    if len(old) != len(new):
        return f"it held {len(old)} pictures and now holds {len(new)}"
    if not rule.figure:
        for number, (a, b) in enumerate(zip(old, new, strict=True), 1):
            a, b = a.replace("\\\n", ""), b.replace("\\\n", "")
            if problem := picture.difference(a, b, rule.pixels):
                return f"picture {number}: {problem}"
    return ""


def _names(names) -> str:
    return ", ".join(names) or "nothing"
