"""A class at a glance: how many points there were, and which misconceptions, from most to least."""

import re
from collections import Counter
from html import escape

from grading.result import QuestionResult, Result

NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")  # in messages these differ, and mean the same
BARS = 10
MOST = 30  # rows


def said(results: list[Result]) -> list[tuple[int, str, str, str]]:
    """What checks said of how many submissions: (count, question, check, message), most first."""
    counted = Counter(
        (question.title, check, NUMBER.sub("…", message))
        for result in results
        for question in result.questions
        for check, message in complaints(question)
    )
    return [(count, *where) for where, count in counted.most_common()]


def complaints(question: QuestionResult) -> list[tuple[str, str]]:
    """(check, message) of those that failed; once for all where they say the same."""
    if question.reason and len(question.checks) > 1:
        return [] if question.mark else [("all", question.reason)]
    failed = [check for check in question.checks if check.message is not None]
    return [] if question.mark else [(check.title, check.message) for check in failed]


def histogram(results: list[Result]) -> list[tuple[str, int]]:
    """How many submissions have which share of the points, in tenths: (from … to …, count)."""
    shares = [r.score / r.points for r in results if not r.problem and r.points]
    tenths = Counter(min(int(BARS * share + 1e-9), BARS - 1) for share in shares)
    step = 100 // BARS
    return [(f"{step * n}–{step * (n + 1)} %", tenths[n]) for n in range(BARS)]


def section(results: list[Result]) -> str:
    """Both, as a part of a web page."""
    bars = histogram(results)
    most = max(count for _, count in bars) or 1
    drawn = "".join(
        f'<tr><th scope="row">{name}</th><td class="number">{count}</td><td class="bar">'
        f'<span style="width: {100 * count / most:.0f}%"></span></td></tr>\n'
        for name, count in bars
    )
    rows = "".join(
        f'<tr><td class="number">{count}</td><td>{escape(question)}</td>'
        f"<td>{escape(check)}</td><td>{escape(message)}</td></tr>\n"
        for count, question, check, message in said(results)[:MOST]
    )
    heads = '<th scope="col" class="number">students</th>' + "".join(
        f'<th scope="col">{name}</th>' for name in ("question", "check", "what it says")
    )
    return (
        f'<h2>Share of the points</h2>\n<div class="scroll" tabindex="0"><table>\n{drawn}</table>'
        f'</div>\n<h2>What was said most often</h2>\n<div class="scroll" tabindex="0"><table>\n'
        f"<tr>{heads}</tr>\n{rows}</table></div>\n"
    )
