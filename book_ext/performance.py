"""The page "Performance", made from benchmarks/results.json.

    ```{performance} rows
    ```

rows: a table, each row of `lib` beside its peer. ratios: the same as a picture. growth: how the
cost grows, log–log, with each curve's last slope. limits: where our time goes.
conditions: machine, versions, date, in words.
accelerator: the last run of all claims on one, and whether there are others by now.
What we lose is marked in table and picture. SVG in the page: it follows the page's colours.
"""

import html
import json
import math
from itertools import groupby
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from nbclaims.ledger.page import chapters

RESULTS, ACCELERATOR = "benchmarks/results.json", "benchmarks/accelerator.json"
HEAD = ["Work", "Beside", "Faster by", "Quality, ours and theirs"]
LIMITS_HEAD = ["Work", "What", "Measured"]
WIDTH, LABEL, LINE = 640, 300, 18  # of the picture of ratios; the room for a row's name; a row
SIDE, MARGIN = 200, 44  # of a plot, and the room for its axes


def setup(app):
    """Define the directive."""
    app.add_directive("performance", Performance)


class Performance(SphinxDirective):
    """A part of the page."""

    required_arguments = 1

    def run(self):
        """The part, from the stored results."""
        part = directives.choice(self.arguments[0], (*PARTS, "accelerator"))
        if part == "accelerator":
            self.env.note_reread()  # a claim may be new
            numbered = [chapter for chapter in chapters(self.env.app) if chapter.number]
            claims = sum(len(chapter.claims) for chapter in numbered)
            return [last_run(self.stored(ACCELERATOR), claims)]
        return [PARTS[part](self.stored(RESULTS))]

    def stored(self, name: str) -> dict:
        """A JSON file of the repository."""
        path = Path(self.env.srcdir, name)
        self.env.note_dependency(str(path))
        return json.loads(path.read_text(encoding="utf-8"))


def last_run(record: dict, claims: int) -> nodes.Node:
    """What `make accelerator` stored, and whether the book has other claims since."""
    versions = ", ".join(f"{name} {version}" for name, version in record["versions"].items())
    text = f"Last run on {record['date']} on {record['device']}, with {versions}: "
    text += f"{record['held']} of {record['stored']} claims held. "
    text += f"Tests of lib: {record['tests']}. " if record["tests"] else ""
    if claims != record["stored"]:
        text += f"The book now has {claims} claims: it is unrun there since they changed."
    return nodes.paragraph("", text.strip())


def rows(results: dict) -> list[dict]:
    """All rows, in the order of their files."""
    return [row for file in results["rows"].values() for row in file]


def loses(row: dict) -> bool:
    """Whether the peer is the faster one."""
    return row["ratio"] < 1


def table(results: dict) -> nodes.Node:
    """A line for each row; a lost one says so in words."""
    lines = []
    for row in rows(results):
        low, high = row["quartiles"]
        verdict = f"{number(row['ratio'])} ({number(low)} to {number(high)})"
        verdict += ": we lose" if loses(row) else ""
        ours, theirs = (f"{row[name]:.3g}" for name in ("quality_ours", "quality_theirs"))
        lines.append([row["work"], row["peer"], verdict, f"{row['quality']}: {ours}, {theirs}"])
    return table_of(HEAD, lines)


def limits(results: dict) -> nodes.Node:
    """Where our time goes: of each work, what was measured."""
    lines = [
        [part["work"], part["what"], f"{digits(part['value'])} {part['unit']}".strip()]
        for part in results["limits"]
    ]
    return table_of(LIMITS_HEAD, lines)


def digits(value: float) -> str:
    """Three digits, and all of a whole number."""
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def table_of(head: list[str], lines: list[list[str]]) -> nodes.table:
    """A table of texts."""
    body = nodes.tbody("", *(line_of(line) for line in lines))
    widths = [nodes.colspec(colwidth=1) for _ in head]
    group = nodes.tgroup("", *widths, nodes.thead("", line_of(head)), body, cols=len(head))
    return nodes.table("", group, classes=["performance"])


def line_of(cells: list[str]) -> nodes.row:
    """A row of a table."""
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", cell)) for cell in cells))


def number(ratio: float) -> str:
    """Two digits, and no more than are known."""
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2f}"


def conditions(results: dict) -> nodes.Node:
    """Where, with what and when the rows were measured."""
    machine = results["environment"]
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    text = f"Measured on {results['date']} on one core ({machine['machine']}), with {versions}."
    return nodes.paragraph("", text)


def ratios(results: dict) -> nodes.Node:
    """A bar for each row on a logarithmic axis, with its quartiles; lost ones go left from 1."""
    found = rows(results)
    ends = [1.0, *(end for row in found for end in row["quartiles"])]
    low, high = math.floor(math.log10(min(ends))), math.ceil(math.log10(max(ends)))

    def x(ratio):
        return LABEL + (WIDTH - LABEL - 40) * (math.log10(ratio) - low) / (high - low)

    height = LINE * len(found)
    shapes = []
    for power in range(low, high + 1):
        at = x(10.0**power)
        shapes.append(f'<path class="axis" d="M{at:.1f} 0V{height}"/>')
        shapes.append(f'<text x="{at:.1f}" y="{height + 14}" class="tick">{10.0**power:g}</text>')
    for i, row in enumerate(found):
        left, right = sorted((x(1), x(row["ratio"])))
        y, name = i * LINE, html.escape(f"{row['work']} | {row['peer']}")
        first, last = map(x, row["quartiles"])
        shapes.append(
            f'<g class="{"lost" if loses(row) else "won"}"><title>{name}</title>'
            f'<text x="0" y="{y + 12}">{html.escape(short(row))}</text>'
            f'<rect x="{left:.1f}" y="{y + 4}" width="{right - left:.1f}" height="9"/>'
            f'<path d="M{first:.1f} {y + 8.5}H{last:.1f}"/>'
            f'<text x="{max(right, last) + 4:.1f}" y="{y + 12}">{number(row["ratio"])}</text></g>'
        )
    lost = sum(map(loses, found))
    words = f"How many times faster lib is, in {len(found)} rows, {lost} of them lost"
    return figure(words, [picture(words, WIDTH, height + 18, shapes)])


def short(row: dict) -> str:
    """What fits beside a bar."""
    return f"{row['work'].split(',')[0]} | {row['peer'].removesuffix(' iteration')}"[:52]


def growth(results: dict) -> nodes.Node:
    """A plot for each size that varies: CPU seconds, and the last slope of each curve."""
    curves = sorted(results["growth"], key=lambda curve: curve["x"])
    plots = [plot(x, list(group)) for x, group in groupby(curves, key=lambda curve: curve["x"])]
    return figure(
        "CPU seconds by size, on logarithmic axes. A slope is the power of the last stretch", plots
    )


def plot(label: str, curves: list[dict]) -> str:
    """Curves over one size, with a legend that gives the slopes."""
    points = [point for curve in curves for point in curve["points"]]
    bounds = []
    for values in zip(*points, strict=True):
        logs = [math.log10(value) for value in values]
        low = math.floor(min(logs))
        bounds.append((low, max(math.ceil(max(logs)), low + 1)))

    def place(point):
        (x, y), ((left, right), (low, high)) = map(math.log10, point), bounds
        return MARGIN + SIDE * (x - left) / (right - left), SIDE * (high - y) / (high - low)

    shapes, said = [f'<path class="axis" d="M{MARGIN} 0V{SIDE}H{MARGIN + SIDE}"/>'], []
    for (first, last), along in zip(bounds, (True, False), strict=True):
        for power in range(first, last + 1):
            share = SIDE * (power - first) / (last - first)
            x, y = (MARGIN + share, SIDE + 14) if along else (MARGIN - 6, SIDE - share + 4)
            side = "tick" if along else "tick-left"
            shapes.append(f'<text x="{x:.1f}" y="{y:.1f}" class="{side}">{10.0**power:g}</text>')
    shapes.append(f'<text x="{MARGIN + SIDE / 2}" y="{SIDE + 30}" class="tick">{label}</text>')
    for i, curve in enumerate(curves):
        line = " ".join("{:.1f},{:.1f}".format(*place(point)) for point in curve["points"])
        said.append(f"{curve['name']}: slope {slope(curve['points']):.1f}")
        y = SIDE + 46 + 16 * i
        shapes.append(
            f'<g class="curve-{i}"><polyline points="{line}"/>'
            f'<path d="M0 {y - 4}h16"/><text x="22" y="{y}">{html.escape(said[-1])}</text></g>'
        )
    seen = f"CPU seconds by {label}, rising: " + "; ".join(said)
    return picture(seen, MARGIN + SIDE + 40, SIDE + 54 + 16 * len(curves), shapes)


def slope(points: list[list[float]]) -> float:
    """The power by which the cost grows: of the last stretch, where fixed costs count least."""
    (x, y), (x_last, y_last) = points[-2:]
    return math.log(y_last / y) / math.log(x_last / x)


def picture(words: str, width: int, height: int, shapes: list[str]) -> str:
    """An SVG with its words for those who do not see it."""
    box = f"0 -8 {width} {height + 8}"  # the topmost number is as high as its line
    head = f'<svg viewBox="{box}" role="img" aria-label="{html.escape(words)}">'
    return "\n".join([head, *shapes, "</svg>"])


def figure(caption: str, pictures: list[str]) -> nodes.Node:
    """Pictures over a caption."""
    body = "\n".join(pictures)
    text = f"{body}\n<figcaption>{html.escape(caption)}.</figcaption>"
    return nodes.raw("", f'<figure class="performance">\n{text}\n</figure>', format="html")


PARTS = {
    "rows": table,
    "ratios": ratios,
    "growth": growth,
    "limits": limits,
    "conditions": conditions,
}
