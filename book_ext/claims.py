"""A claim on the page, for a reader: the statement first, then what was measured and what it must
be, in words; its id last, which leads to it.

What notebooks store says the same in signs (`nbclaims.schema`). Several claims in a row become one
line that unfolds them. Numbers that are glued into the text are written as those of claims.
"""

import re

CLAIM = re.compile(
    r'<div class="claim claim-(?P<verdict>\w+)" id="(?P<id>[^"]+)">'
    r'<span class="claim-mark">(?P<mark>.)</span> '
    r'<span class="claim-id">[^<]*</span> '
    r'<span class="claim-statement">(?P<statement>[^<]*)</span> '
    r'<span class="claim-measured">(?P<measured>[^<]*)</span> '
    r'<span class="claim-because">(?P<because>[^<]*)</span> </div>'
)
BAND = re.compile(r"(\S+) (=|≈|≤|≥) (\S+)(?: (±|\+|−) (\S+))?")
CELL = re.compile(r'(data-label="(?:Measured|Target|Tolerance, and why)">)([^<\n]*)')
GLUED = re.compile(r'(<span class="pasted-text">)(-?[\d,]+(?:\.\d+)?(?:e[+-]?\d+)?)(?=</span>)')
STANDARD_ERRORS = "in standard errors"
# In one cell, one after the other.
ROW = re.compile(r'(?:<div class="output text_html"><div class="claim .*?</div>\s*</div>\s*){3,}')


def setup(app):
    """Change the pages' HTML when it is made."""
    app.connect("html-page-context", rewrite)


def rewrite(app, page, template, context, doctree):
    """Rewrite the claims of a page, and fold those in a row; its other numbers read alike."""
    body = context.get("body", "")
    body = GLUED.sub(lambda match: match[1] + typeset(match[2].replace(",", "")), body)
    if 'class="claim ' in body:
        body = CLAIM.sub(readable, ROW.sub(folded, body))
    elif 'class="ledger"' in body:
        body = CELL.sub(lambda match: match[1] + typeset(match[2]), body)
    context["body"] = body


def readable(match: re.Match) -> str:
    """A claim for a reader."""
    name, because = match["id"], match["because"]
    said = in_words(match["measured"], because)
    return (
        f'<div class="claim claim-{match["verdict"]}" id="{name}">'
        f'<span class="claim-mark">{match["mark"]}</span> '
        f'<span class="claim-statement">{match["statement"]}</span> '
        f'<span class="claim-measured">{said}</span> '
        f'<span class="claim-because">{because}</span> '
        f'<a class="claim-id" href="#{name}">{name}</a> </div>'
    )


def in_words(measured: str, because: str) -> str:
    """A measured value and its band, such as "−2.3 standard errors, must be within ±4.42"."""
    found = BAND.fullmatch(measured.replace("&lt;", "<"))
    if not found:
        return typeset(measured)
    value, sign, bound, _, slack = found.groups()
    if because.startswith(STANDARD_ERRORS) and sign == "≈" and bound == "0":
        return typeset(f"{float(value):.1f} standard errors, must be within ±{slack}")
    if sign == "=":
        return typeset(f"{value}, must be {bound}")
    if sign == "≈":
        return typeset(f"{value}, must be {bound} ± {slack}")
    limit = "at most" if sign == "≤" else "at least"
    slack = f", give or take {slack}" if slack else ""
    return typeset(f"{value}, must be {limit} {bound}{slack}")


def typeset(text: str) -> str:
    """Numbers as the book writes them: a true minus, powers of ten, thin spaces."""
    text = re.sub(r"(\d(?:\.\d+)?)e([+-]?)0*(\d+)", power, text)
    text = re.sub(r"(?<![\w.])-(?=[\d.]|inf)", "−", text)
    text = re.sub(r"\binf\b", "∞", text)
    return re.sub(r"(?<![\d.,])\d{5,}(?![\d.])", thin, text)


def power(match: re.Match) -> str:
    """A number in scientific notation."""
    sign = "−" if match[2] == "-" else ""
    thin = "\N{NARROW NO-BREAK SPACE}"
    return f"{match[1]}{thin}·{thin}10<sup>{sign}{match[3]}</sup>"


def thin(match: re.Match) -> str:
    """A large number with a thin space before each three digits."""
    return f"{int(match[0]):,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def folded(match: re.Match) -> str:
    """Claims in a row, under one line."""
    number = len(CLAIM.findall(match[0]))
    passed = match[0].count("claim-passed") == number
    mark = "✓" if passed else "✗"
    return (
        f'<details class="claims"{"" if passed else " open"}><summary>{number} claims '
        f'<span class="claim-mark">{mark}</span></summary>\n{match[0]}</details>\n'
    )
