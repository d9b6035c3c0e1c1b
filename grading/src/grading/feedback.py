"""Results as one web page: an overview, and the feedback for each submission. No scripts."""

from html import escape

from grading.overview import section as at_a_glance
from grading.report import printable
from grading.result import CheckResult, QuestionResult, Result

STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --paper: #fff; --line: #d0d7de;
  --good: #0b6b3a; --bad: #a40e26; --tint: #f6f8fa; --warn: #7a4b00; --warn-tint: #fff6e0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #a6b0ba; --paper: #14181d;
  --line: #3a424b; --good: #5bd493; --bad: #ff8d99; --tint: #1c2229; --warn: #f3c66b;
  --warn-tint: #2d2410; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 52rem; padding: 1.5rem 1rem 4rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.3rem; margin: 3rem 0 .3rem; }
h3 { font-size: 1.05rem; margin: 1.6rem 0 .3rem; display: flex; gap: 1rem;
  justify-content: space-between; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
a { color: inherit; } p { margin: .3rem 0; } .soft { color: var(--soft); }
.warn { background: var(--warn-tint); color: var(--warn); border-left: .25rem solid var(--warn);
  padding: .5rem .8rem; margin: .8rem 0; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
.scroll td:not(.number), .scroll th:not(.number) { min-width: 8rem; overflow-wrap: break-word; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums;
  white-space: nowrap; }
.bar { width: 60%; } .bar span { display: block; height: 1rem; background: var(--soft); }
ul { list-style: none; padding: 0; margin: .3rem 0; }
li { display: grid; grid-template-columns: 1.4rem 1fr auto; gap: .2rem .5rem; padding: .25rem 0; }
.mark { font-weight: 700; } .good { color: var(--good); } .bad { color: var(--bad); }
.says { grid-column: 2 / -1; background: var(--tint); border-left: .2rem solid var(--bad);
  padding: .35rem .7rem; margin: .1rem 0 .3rem; }
.points { font-variant-numeric: tabular-nums; white-space: nowrap; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media print { section { break-before: page; } }
"""


def page(results: list[Result]) -> str:
    """The page of some results; with one of them it is a student's feedback."""
    title = "Feedback" if len(results) == 1 else f"Feedback on {len(results)} submissions"
    body = "".join(section(number, result) for number, result in enumerate(results))
    listed = overview(results) + at_a_glance(results) if len(results) > 1 else ""
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n{listed}{body}</main>\n</body>\n</html>\n"
    )


def overview(results: list[Result]) -> str:
    """The table of all submissions."""
    rows = "".join(
        f'<tr><td><a href="#s{number}">{name(result)}</a></td><td class="number">{score(result)}'
        f"</td><td>{escape(result.problem or '')}</td></tr>\n"
        for number, result in enumerate(results)
    )
    head = '<tr><th scope="col">submission</th><th scope="col" class="number">points</th>'
    head += '<th scope="col">problem</th></tr>'
    return f'<div class="scroll" tabindex="0"><table>\n{head}\n{rows}</table></div>\n'


def section(number: int, result: Result) -> str:
    """One submission."""
    head = f'<section id="s{number}" aria-labelledby="s{number}-name">\n'
    head += f'<h2 id="s{number}-name">{name(result)}</h2>\n'
    if result.problem:
        return f'{head}<p class="warn">Not graded: {escape(result.problem)}</p>\n</section>\n'
    how = escape(result.isolation)
    how = f'<p class="warn">{how}</p>' if result.level == "none" else f'<p class="soft">{how}</p>'
    return (
        f"{head}<p><strong>{score(result)} points</strong></p>\n{how}\n{notes(result)}"
        f"{''.join(map(question, result.questions))}"
        f'<p class="soft">Random inputs from seed {result.seed}; '
        f"{result.seconds:.1f} s.</p>\n</section>\n"
    )


def notes(result: Result) -> str:
    """What of the notebook could not be run, and what was changed after it was graded."""
    both = (*result.notes, *result.log)
    return "".join(f'<p class="warn">{escape(note)}</p>\n' for note in both)


def question(result: QuestionResult) -> str:
    """One question with its checks."""
    points = f"{result.score:g} of {result.points:g}"
    head = f'<h3><span>{escape(result.title)}</span><span class="points">{points}</span></h3>\n'
    if result.mark:
        head += f'<p class="says">{escape(result.by_hand)}</p>\n'
    if result.reason:  # no check was reached
        return head if result.mark else f'{head}<p class="says">{escape(result.reason)}</p>\n'
    return f"{head}<ul>\n{''.join(map(check, result.checks))}</ul>\n"


def check(result: CheckResult) -> str:
    """One check: whether it passed, what it checks, and what it has to say."""
    passed = result.message is None
    kind, sign, word = ("good", "✓", "passed") if passed else ("bad", "✗", "failed")
    where = "" if result.public else ' <span class="soft">(only at grading)</span>'
    says = "" if passed else f'<span class="says">{escape(result.message)}</span>'
    return (
        f'<li><span class="mark {kind}"><span aria-hidden="true">{sign}</span>'
        f'<span class="hidden">{word}: </span></span><span>{escape(result.title)}{where}</span>'
        f'<span class="points">{result.score:g} / {result.points:g}</span>{says}</li>\n'
    )


def name(result: Result) -> str:
    """The submission's file, escaped."""
    return escape(printable(result.submission))


def score(result: Result) -> str:
    """The score, or a dash."""
    return "–" if result.problem else f"{result.score:g} of {result.points:g}"
