"""One style sheet for all pages, made when they are written: of each sheet the rules that apply.
Paper is light, whichever mode is on the screen.

The theme and the extensions bring a dozen sheets, most of whose rules name a class that no page
has. A browser would load them all before it shows a line.
"""

import posixpath
import re
from collections.abc import Iterable
from pathlib import Path

import tinycss2

# Pseudo-classes with arguments name classes that need not be there, as in :not(.hidden).
ARGUMENTS = re.compile(r":[\w-]+\((?:[^()]|\([^()]*\))*\)")
CLASS = re.compile(r"\.((?:[\w-]|\\.)+)")
MODE = {mode: re.compile(rf"""\[data-theme=["']?{mode}["']?\]""") for mode in ("light", "dark")}
ADDRESS = re.compile(r"""url\(\s*(["']?)([^"')]+)\1\s*\)""")


def combine(static: Path, sheets: Iterable[str], names: set[str]) -> str:
    """The rules of some sheets in a folder, in their order, that names of classes can meet."""
    parts = []
    for sheet in sheets:
        rules = tinycss2.parse_stylesheet(
            (static / sheet).read_text(encoding="utf-8"), skip_comments=True, skip_whitespace=True
        )
        text = "".join(kept(rule, names) for rule in rules)
        parts.append(ADDRESS.sub(lambda match, sheet=sheet: moved(match, sheet), text))
    return without_unused_fonts("\n".join(parts)) + "\n"


def kept(rule, names: set[str]) -> str:
    """A rule as text without the selectors that meet nothing; empty when none is left."""
    if rule.type == "qualified-rule":
        selectors = tinycss2.serialize(rule.prelude)
        selectors = [each for each in split(selectors) if meets(each, names)]
        body = tinycss2.serialize(rule.content).strip()
        return on_paper(selectors, body) if selectors and body else ""
    if rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports", "layer"}:
        if rule.content is None:
            return rule.serialize()
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        text = "".join(kept(each, names) for each in inner)
        return f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{text}}}" if text else ""
    wanted = rule.type == "at-rule" and rule.lower_at_keyword not in {"charset", "import"}
    return rule.serialize() if wanted else ""


def on_paper(selectors: list[str], body: str) -> str:
    """A rule whose dark selectors hold for screens alone, and whose light ones for all paper."""
    dark = [each for each in selectors if MODE["dark"].search(each)]
    light = [MODE["light"].sub("[data-theme]", each) for each in selectors]
    light = [new for new, old in zip(light, selectors, strict=True) if new != old]
    rest = [each for each in selectors if each not in dark]
    text = f"{','.join(rest)}{{{body}}}" if rest else ""
    text += f"@media screen{{{','.join(dark)}{{{body}}}}}" if dark else ""
    return text + (f"@media print{{{','.join(light)}{{{body}}}}}" if light else "")


def split(selectors: str) -> list[str]:
    """A list of selectors at its own commas, not at those within parentheses."""
    return [
        each.strip() for each in re.findall(r"(?:[^,()]|\((?:[^()]|\([^()]*\))*\))+", selectors)
    ]


def meets(selector: str, names: set[str]) -> bool:
    """Whether all classes that a selector asks for are among the names."""
    classes = CLASS.findall(ARGUMENTS.sub("", selector))
    return all(re.sub(r"\\(.)", r"\1", name) in names for name in classes)


def moved(match: re.Match, sheet: str) -> str:
    """A reference within a sheet as it reads from the folder of all sheets."""
    address = match[2]
    if not re.match(r"data:|#|\w+:", address):
        address = posixpath.normpath(posixpath.join(posixpath.dirname(sheet), address))
    quote = match[1] or '"'
    return f"url({quote}{address}{quote})"


def without_unused_fonts(text: str) -> str:
    """Rules without the fonts that none of them names, and without their old format."""
    text = re.sub(r',\s*url\([^)]*\.ttf"?\)\s*format\("truetype"\)', "", text)
    faces = re.findall(r"@font-face\s*\{[^}]*\}", text)
    rest = text
    for face in faces:
        rest = rest.replace(face, "")
    for face in faces:
        family = re.search(r"font-family:\s*[\"']?([^;\"'}]+)", face)[1]
        text = text if family in rest else text.replace(face, "")
    return text
