"""The ledger's picture: a square for each claim, full where it held in every run elsewhere.

An SVG in the page: it follows the page's colours, and it needs neither a file nor a script.
"""

import html
from pathlib import Path

from nbclaims import robustness
from nbclaims.ledger.collection import Chapter

SIDE = 9  # of a square, with its gap
PER_ROW = 30
LABEL = 52  # the room for a chapter's name


def figure(chapters: list[Chapter]) -> str:
    """A figure with a panel for each kind of run."""
    panels = "\n".join(panel(chapters, kind) for kind in robustness.KINDS)
    return (
        f'<figure class="robustness">\n{panels}\n'
        "<figcaption>Every square is a claim, in the order of the text. Full: it held in every "
        "run. Half full: it failed in one. A cross: it failed in more. Empty: as it now stands it "
        "is not yet tried. Look for squares that are not full.</figcaption>\n</figure>"
    )


def panel(chapters: list[Chapter], kind: str) -> str:
    """The claims of all chapters, and how they fared in one kind of run."""
    squares, y = [], 0
    for chapter in chapters:
        name = f"Chapter {chapter.number}" if chapter.number else Path(chapter.page).name
        squares.append(f'<text x="0" y="{y + SIDE - 1}">{html.escape(name)}</text>')
        for i, claim in enumerate(chapter.claims):
            row, column = divmod(i, PER_ROW)
            held = chapter.robustness[claim["id"]][kind]
            squares.append(square(claim["id"], held, LABEL + column * SIDE, y + row * SIDE))
        y += SIDE * (1 + (len(chapter.claims) - 1) // PER_ROW) + 5
    words = html.escape(in_words(chapters, kind))
    return (
        f'<p>{words}</p>\n<svg viewBox="0 0 {LABEL + PER_ROW * SIDE} {y}" role="img" '
        f'aria-label="{words}">\n' + "\n".join(squares) + "\n</svg>"
    )


def square(name: str, held: robustness.Held, x: int, y: int) -> str:
    """One claim; its name and its count appear when it is pointed at."""
    size = SIDE - 2
    look = look_of(held)
    shape = f'<rect x="{x + 0.5}" y="{y + 0.5}" width="{size}" height="{size}"/>'
    if look == "half":
        shape += f'<rect x="{x + 0.5}" y="{y + 0.5}" width="{size / 2}" height="{size}"/>'
    if look == "few":
        shape += f'<path d="M{x} {y}l{size + 1} {size + 1}m0 {-size - 1}l{-size - 1} {size + 1}"/>'
    said = f"{held.held} of {held.tried}" if held.tried else "not yet tried"
    return f'<g class="{look}"><title>{html.escape(name)}: {said}</title>{shape}</g>'


def look_of(held: robustness.Held) -> str:
    """The look of a square: full, half, few or untried."""
    if not held.tried:
        return "untried"
    failed = held.tried - held.held
    return {0: "full", 1: "half"}.get(failed, "few")


def in_words(chapters: list[Chapter], kind: str) -> str:
    """The panel in a sentence."""
    looks = [
        look_of(counts[kind]) for chapter in chapters for counts in chapter.robustness.values()
    ]
    return (
        f"{robustness.KINDS[kind].capitalize()}: {looks.count('full')} of {len(looks)} claims held "
        f"in every run, {looks.count('half')} failed in one, {looks.count('few')} in more; "
        f"{looks.count('untried')} are not yet tried."
    )
