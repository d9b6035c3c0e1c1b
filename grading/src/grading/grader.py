"""The commands that grade: all submissions or a shard, one question anew, shards put together."""

import secrets
import sys
from collections import Counter
from pathlib import Path

from grading import desk, report, sandbox
from grading.batch import grade_all
from grading.course import chosen
from grading.files import Files
from grading.identify import identify
from grading.marking import regraded
from grading.result import Result
from grading.sandbox import Level


def run_grade(options) -> int:
    """Grade files; results are printed and written as they come."""
    if (options.resume or options.regrade) and not options.json:
        sys.exit("--resume and --regrade read results from the file of --json: name it")
    if options.shard:
        part, count = options.shard
        options.files = sorted(options.files)[part - 1 :: count]
    known = chosen(options)
    names = [question.name for homework in known for question in homework.questions]
    for name in filter(None, (options.only, options.regrade)):
        if name not in names:
            sys.exit(f"there is no question {name}, only {', '.join(names)}")
    results = before(options.json) if options.resume or options.regrade else []
    submitted = tuple(path.absolute() for path in options.files)
    level = usable_level(options.isolation, known[0].secrets + submitted)
    drawn = results[0].seed if results else secrets.randbits(32)
    seed = drawn if options.seed is None else options.seed
    if not level.isolated:
        print(f"feedback only: not isolated. Not enforced: {', '.join(level.missing)}.")
    if options.isolation is None and level.name != "bubblewrap":
        print(f"not by bubblewrap: {sandbox.why_not(known[0].secrets + submitted)}")
    parent = Files.parent_of([str(path) for path in options.files])
    columns = max(len(homework.questions) + len(homework.written) for homework in known)
    files = Files(
        options.json, options.csv, options.html, options.feedback, parent=parent, columns=columns
    )
    try:
        files.begin(results)
    except OSError as error:
        sys.exit(f"results cannot be written: {error}")

    def choose(submission):
        return identify(submission, known)

    if options.regrade:
        return regrade(options, results, choose, files, seed, level)
    done = {result.submission for result in results}
    left = [path for path in options.files if str(path) not in done]
    only = {options.only} if options.only else None
    for result in grade_all(left, choose, seed=seed, level=level, jobs=options.jobs, only=only):
        results.append(result)
        print(report.line(result, len(results), len(options.files)), flush=True)
        if not options.quiet:
            print(report.text(result), flush=True)
        files.add(results)
    return int(any(result.problem for result in results))


def regrade(options, results, choose, files, seed, level) -> int:
    """Grade one question anew, where a submission has a result; what a person gave stays."""
    known = {result.submission: result for result in results}
    paths = [path for path in options.files if str(path) in known]
    anew = grade_all(
        paths, choose, seed=seed, level=level, jobs=options.jobs, only={options.regrade}
    )
    for number, result in enumerate(anew, start=1):
        known[result.submission] = regraded(known[result.submission], result, desk.today())
        print(report.line(known[result.submission], number, len(paths)), flush=True)
    files.begin(list(known.values()))
    for path in options.files:
        if str(path) not in known:
            print(f"no result yet: {report.printable(str(path))}", file=sys.stderr)
    return int(len(paths) < len(options.files))


def before(path: Path) -> list[Result]:
    """The results that a command has written before it was stopped; none without the file."""
    return desk.results_of(path) if path.is_file() else []


def run_merge(options) -> int:
    """Put results together, if each submission has one; else say which have none, or several."""
    results = [result for part in options.parts for result in before(part)]
    counts = Counter(result.submission for result in results)
    wanted = {str(path) for path in options.submissions}
    faults = [f"no result: {name}" for name in sorted(wanted - counts.keys())]
    faults += [f"{n} results: {name}" for name, n in sorted(counts.items()) if n > 1]
    faults += [f"not among the submissions: {name}" for name in sorted(counts.keys() - wanted)]
    if faults:
        sys.exit("\n".join(["nothing is merged", *map(report.printable, faults)]))
    columns = max(len(result.questions) for result in results)
    ordered = sorted(results, key=lambda result: result.submission)
    Files(options.json, options.csv, options.html, None, parent="", columns=columns).begin(ordered)
    print(f"{len(results)} results are put together")
    return 0


def usable_level(name: str | None, secrets: tuple[Path, ...]) -> Level:
    """The level of isolation that is asked for, or the strongest; stops where it does not work."""
    if name is None:
        return sandbox.best(secrets)
    if not sandbox.works(sandbox.LEVELS[name], secrets):
        sys.exit(f"isolation by {name} does not work on this machine")
    return sandbox.measured(sandbox.LEVELS[name])
