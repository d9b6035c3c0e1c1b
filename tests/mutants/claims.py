"""Faults of lib.claims."""

from mutants import Mutant

TARGET = "return measured == bound or abs(measured - bound) <= tolerance"
AT_MOST = "return measured <= bound + tolerance"
AT_LEAST = "return measured >= bound - tolerance"
PUBLISH = "    _publish(claim, _band(relation, bound, tolerance))\n"

MUTANTS = [
    Mutant("the edge of the band outside", TARGET, TARGET.replace("<=", "<")),
    Mutant("a band on one side only", TARGET, TARGET.replace("abs", "")),
    Mutant("a tolerance relative to the target", TARGET, TARGET + " * abs(bound)"),
    Mutant("∞ not equal to ∞", TARGET, TARGET.replace("measured == bound or ", "")),
    Mutant(
        "NaN inside every band",
        TARGET,
        "return measured == bound or not abs(measured - bound) > tolerance",
    ),
    Mutant("NaN above every bound", AT_LEAST, "return not measured < bound - tolerance"),
    Mutant("an upper bound lowered by its tolerance", AT_MOST, AT_MOST.replace("+", "-")),
    Mutant("a lower bound raised by its tolerance", AT_LEAST, AT_LEAST.replace("-", "+")),
    Mutant("an upper bound taken for a lower one", AT_MOST, AT_LEAST),
    Mutant(
        "every claim passes",
        '"passed": holds(measured, relation, bound, tolerance)',
        '"passed": True',
    ),
    Mutant("a failed claim not raised", 'if not claim["passed"]:', "if False:"),
    Mutant(
        "a failed claim not published",
        PUBLISH,
        '    if claim["passed"]:\n    ' + PUBLISH,
    ),
    Mutant(
        "mistakes ignored", "for mistake, value in rejects.items():", "for mistake, value in ():"
    ),
    Mutant(
        "mistakes not named in the reason",
        ' + [f"rejects {mistake}" for mistake in rejects]',
        "",
    ),
    Mutant("one-sided standard errors", "(2 * 1000)", "1000"),
    Mutant("standard errors for one check", "(2 * 1000)", "2"),
    Mutant(
        "mean compared in its own units",
        "- np.asarray(target, dtype=float)) / standard_error)",
        "- np.asarray(target, dtype=float)))",
    ),
    Mutant(
        "the worst of several means on one side only",
        "np.argmax(np.abs(deviations))",
        "np.argmax(deviations)",
    ),
    Mutant(
        "several means averaged",
        "return deviations[np.argmax(np.abs(deviations))]",
        "return np.mean(deviations)",
    ),
    Mutant(
        "a mistake not counted in standard errors",
        "{mistake: worst(value) for mistake, value in (rejects or {}).items()}",
        "rejects",
    ),
    Mutant("a bound of 0 taken for none", "if bound is not None}", "if bound}"),
    Mutant("a claim with two bounds accepted", "if len(bounds) != 1:", "if not bounds:"),
    Mutant("an id that only begins well", "re.fullmatch(", "re.match("),
    Mutant("blank reasons accepted", "if not because.strip():", "if not because:"),
    Mutant("any tolerance accepted", "if not 0 <= tolerance < math.inf:", "if tolerance < 0:"),
    Mutant(
        "the first entry taken for all",
        'value.item() if getattr(value, "size", None) == 1 else value',
        'np.ravel(value)[0].item() if hasattr(value, "item") else value',
    ),
    Mutant(
        "NaN in JSON",
        "return value if math.isfinite(value) else str(value)",
        "return value",
    ),
    Mutant("HTML not escaped", "html.escape(text)", "text"),
    Mutant(
        "verdicts swapped in the page", '"passed" if claim["passed"]', '"failed" if claim["passed"]'
    ),
    Mutant("a glued number rounded", "repr(_number(name, value))", 'f"{_number(name, value):.3g}"'),
    Mutant("bounds written the wrong way round", '"at_most": ("≤", "+")', '"at_most": ("≥", "+")'),
]
