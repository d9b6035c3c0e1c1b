"""The command line: `grading build` and `grading grade`."""

import argparse
import os
import secrets
import sys
from collections import Counter
from pathlib import Path

from grading import report, sandbox
from grading.batch import grade_all
from grading.build import build
from grading.files import Files
from grading.homework import Homework, find, load
from grading.identify import identify
from grading.perturb import table
from grading.result import Result
from grading.sandbox import Level


def main(arguments: list[str] | None = None) -> int:
    """Obey the command line; gives the exit status."""
    options = parser().parse_args(arguments)
    return options.run(options)


def parser() -> argparse.ArgumentParser:
    """What the command line may say."""
    top = argparse.ArgumentParser(prog="grading", description="Homework in notebooks.")
    commands = top.add_subparsers(required=True)
    building = commands.add_parser("build", help="write student and instructor files")
    building.add_argument("folder", type=Path, help="a folder of homeworks")
    building.add_argument("homework", nargs="*", help="all when left out")
    building.add_argument(
        "--private", type=Path, default=Path("_build/homework"), help="for what students do not get"
    )
    building.add_argument(
        "--constraints", type=Path, help="a file: versions of packages, for the autograder"
    )
    building.set_defaults(run=run_build)
    perturbing = commands.add_parser("perturb", help="how much the checks see, of changed answers")
    perturbing.add_argument("folder", type=Path, help="a folder of homeworks")
    perturbing.add_argument("homework", nargs="*", help="all when left out")
    perturbing.set_defaults(run=run_perturb)
    grading = commands.add_parser("grade", help="grade notebooks")
    grading.add_argument("folder", type=Path, help="a folder of homeworks")
    grading.add_argument("files", nargs="+", type=Path, metavar="submission.ipynb")
    grading.add_argument("--homework", help="the name of one, where a notebook does not say")
    grading.add_argument("--seed", type=int, help="of the random inputs; drawn when left out")
    grading.add_argument("--jobs", type=positive, default=os.cpu_count() or 1, help="at once")
    grading.add_argument("--isolation", choices=sandbox.LEVELS, help="the strongest when left out")
    grading.add_argument("--json", type=Path, help="a file: a line for each submission")
    grading.add_argument("--csv", type=Path, help="a file: a row for each submission")
    grading.add_argument("--html", type=Path, help="a file: one page with all feedback")
    grading.add_argument("--feedback", type=Path, help="a folder: a page for each submission")
    grading.add_argument("--resume", action="store_true", help="keep the results in --json")
    grading.add_argument("--shard", type=shard, help="a part of the files, for example 3/8")
    grading.add_argument("--quiet", action="store_true", help="a line for each submission")
    grading.set_defaults(run=run_grade)
    merging = commands.add_parser("merge", help="put the results of shards together")
    merging.add_argument("parts", nargs="+", type=Path, metavar="results.json", help="of --json")
    merging.add_argument(
        "--submissions", nargs="+", type=Path, required=True, help="all that must be in them, once"
    )
    merging.add_argument("--json", type=Path, help="a file: a line for each submission")
    merging.add_argument("--csv", type=Path, help="a file: a row for each submission")
    merging.add_argument("--html", type=Path, help="a file: one page with all feedback")
    merging.set_defaults(run=run_merge)
    return top


def run_build(options) -> int:
    """Write the files of some homeworks, or all."""
    constraints = options.constraints.read_text(encoding="utf-8") if options.constraints else ""
    for homework in homeworks(options.folder, options.homework):
        for path in build(homework, options.private, constraints):
            print(os.path.relpath(path))
    return 0


def run_perturb(options) -> int:
    """Print what checks notice; the status is 1 where what they do not is not explained."""
    status = 0
    for homework in homeworks(options.folder, options.homework):
        for line in table(homework):
            print(line, flush=True)
            status |= line.startswith("  ")
    return status


def run_grade(options) -> int:
    """Grade files; results are printed and written as they come."""
    if options.resume and not options.json:
        sys.exit("--resume reads results from the file of --json: name it")
    if options.shard:
        part, count = options.shard
        options.files = sorted(options.files)[part - 1 :: count]
    results = before(options.json) if options.resume else []
    known = homeworks(options.folder, [options.homework] if options.homework else [])
    submitted = tuple(path.absolute() for path in options.files)
    level = usable_level(options.isolation, known[0].secrets + submitted)
    drawn = results[0].seed if results else secrets.randbits(32)
    seed = drawn if options.seed is None else options.seed
    if not level.isolated:
        print(f"feedback only: not isolated. Not enforced: {', '.join(level.missing)}.")
    if options.isolation is None and level.name != "bubblewrap":
        print(f"not by bubblewrap: {sandbox.why_not(known[0].secrets + submitted)}")
    parent = os.path.commonpath([os.path.dirname(os.path.abspath(path)) for path in options.files])
    columns = max(len(homework.questions) for homework in known)
    files = Files(
        options.json, options.csv, options.html, options.feedback, parent=parent, columns=columns
    )
    try:
        files.begin(results)
    except OSError as error:
        sys.exit(f"results cannot be written: {error}")

    def choose(submission):
        return identify(submission, known)

    done = {result.submission for result in results}
    left = [path for path in options.files if str(path) not in done]
    for result in grade_all(left, choose, seed=seed, level=level, jobs=options.jobs):
        results.append(result)
        print(report.line(result, len(results), len(options.files)), flush=True)
        if not options.quiet:
            print(report.text(result), flush=True)
        files.add(results)
    return int(any(result.problem for result in results))


def before(path: Path) -> list[Result]:
    """The results that a command has written before it was stopped; none without the file."""
    return report.read_json(path.read_text(encoding="utf-8")) if path.is_file() else []


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


def homeworks(folder: Path, names: list[str]) -> list[Homework]:
    """The named homeworks of a folder, or all; stops, and says which there are, without one."""
    known = {path.name: path for path in find(folder)}
    if not known:
        sys.exit(f"there is no homework in {folder}: no folder in it has a source.ipynb")
    for name in names:
        if name not in known:
            sys.exit(f"there is no homework {name}, only {', '.join(known)}")
    found = []
    for name in names or known:
        try:
            found.append(load(known[name]))
        except Exception as error:  # whatever its author wrote; the others wait for theirs
            print(f"homework {name} is left out: {type(error).__name__}: {error}", file=sys.stderr)
    if not found or len(found) < len(names):
        sys.exit("nothing is done")
    return found


def usable_level(name: str | None, secrets: tuple[Path, ...]) -> Level:
    """The level of isolation that is asked for, or the strongest; stops where it does not work."""
    if name is None:
        return sandbox.best(secrets)
    if not sandbox.works(sandbox.LEVELS[name], secrets):
        sys.exit(f"isolation by {name} does not work on this machine")
    return sandbox.measured(sandbox.LEVELS[name])


def shard(text: str) -> tuple[int, int]:
    """Which part of how many."""
    part, _, count = text.partition("/")
    if not (part.isdigit() and count.isdigit() and 1 <= int(part) <= int(count)):
        raise argparse.ArgumentTypeError("a part of how many, for example 3/8")
    return int(part), int(count)


def positive(text: str) -> int:
    """A number of jobs; at least one."""
    if int(text) < 1:
        raise argparse.ArgumentTypeError("at least 1 is needed")
    return int(text)
