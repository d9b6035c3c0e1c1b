"""Faults of grading.grader."""

from mutants import Mutant

MUTANTS = [
    Mutant(
        "what was graded is looked for nowhere",
        "if (options.resume or options.regrade) and not",
        "if options.regrade and not",
    ),
    Mutant("shards overlap", "[part - 1 :: count]", "[part - 1 :]"),
    Mutant("shards depend on the order of words", "sorted(options.files)[", "options.files["),
    Mutant("an unknown question is asked", "if name not in names:", "if not name:"),
    Mutant(
        "what is resumed has another seed",
        "drawn = results[0].seed if results else",
        "drawn =",
    ),
    Mutant("0 is no seed", "drawn if options.seed is None else", "options.seed or"),
    Mutant("a given seed is forgotten", "drawn if options.seed is None else options.seed", "drawn"),
    Mutant("marks may always be trusted", "if not level.isolated:", "if False:"),
    Mutant(
        "why it is not bubblewrap is not said",
        'if options.isolation is None and level.name != "bubblewrap":',
        "if False:",
    ),
    Mutant("all is graded again", "if str(path) not in done]", "if path not in done]"),
    Mutant("all questions are graded", "{options.only} if options.only else None", "None"),
    Mutant("quiet is loud", "if not options.quiet:", "if options.quiet:"),
    Mutant(
        "an unread file is nothing to report",
        "any(result.problem for result in results)",
        "any(())",
    ),
    Mutant("what has no result is graded anew", "if str(path) in known]", "]"),
    Mutant("all questions are graded anew", "only={options.regrade}", "only=None"),
    Mutant(
        "a person's mark is lost",
        "regraded(known[result.submission], result, desk.today())",
        "result",
    ),
    Mutant(
        "only what was graded anew is kept",
        "files.begin(list(known.values()))",
        "files.begin([known[str(path)] for path in paths])",
    ),
    Mutant("what has no result is not said", "if str(path) not in known:", "if not known:"),
    Mutant(
        "what has no result is no fault",
        "len(paths) < len(options.files)",
        "len(paths) > len(options.files)",
    ),
    Mutant("the first time has a file", " if path.is_file() else []", ""),
    Mutant("gaps are merged", "sorted(wanted - counts.keys())", "()"),
    Mutant("doubles are merged", "if n > 1]", "if n > 2]"),
    Mutant("strangers are merged", "sorted(counts.keys() - wanted)", "()"),
    Mutant(
        "the first result has all columns",
        "max(len(result.questions) for result in results)",
        "len(results[0].questions)",
    ),
    Mutant(
        "what is merged has the order of shards",
        "sorted(results, key=lambda result: result.submission)",
        "results",
    ),
    Mutant("no level is the strongest", "return sandbox.best(secrets)", "return sandbox.NONE"),
    Mutant(
        "a level that does not work is used",
        "if not sandbox.works(sandbox.LEVELS[name], secrets):",
        "if False:",
    ),
    Mutant(
        "a level enforces all that it might",
        "return sandbox.measured(sandbox.LEVELS[name])",
        "return sandbox.LEVELS[name]",
    ),
]
