"""Faults of nbclaims.claim."""

from mutants import Mutant

PUBLISH = "    _publish(forms(claim, claimed))\n"

MUTANTS = [
    Mutant(
        "every claim passes",
        '"passed": holds(measured, relation, bound, tolerance)',
        '"passed": True',
    ),
    Mutant("a failed claim not raised", 'if not claim["passed"]:', "if False:"),
    Mutant("a failed claim not published", PUBLISH, '    if claim["passed"]:\n    ' + PUBLISH),
    Mutant(
        "mistakes ignored", "for mistake, value in rejects.items():", "for mistake, value in ():"
    ),
    Mutant(
        "mistakes not named in the reason", ' + [f"rejects {mistake}" for mistake in rejects]', ""
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
    Mutant("nothing printed outside a notebook", 'print(data["text/plain"])', "pass"),
    Mutant("a glued number rounded", "repr(_number(name, value))", 'f"{_number(name, value):.3g}"'),
    Mutant("a mistake may measure nan", "if math.isnan(value):", "if False:"),
]
