"""The command line."""

import argparse
import os
import secrets
import sys
from collections import Counter
from pathlib import Path

from grading import desk, report, sandbox
from grading.batch import grade_all
from grading.build import build
from grading.files import Files
from grading.homework import Homework, find, load
from grading.identify import identify
from grading.marking import regraded
from grading.new import write_new
from grading.perturb import table
from grading.prove import prove
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
    beginning = commands.add_parser("new", help="write a small homework, to be replaced by yours")
    beginning.add_argument("name", help="of the homework, for example stats101")
    beginning.add_argument("--folder", type=Path, default=Path("course"), help="of homeworks")
    beginning.set_defaults(run=run_new)
    building = commands.add_parser("build", help="write student and instructor files")
    building.add_argument("folder", type=Path, help="a folder of homeworks")
    building.add_argument("homework", nargs="*", help="all when left out")
    building.add_argument(
        "--private", type=Path, default=Path("_build/homework"), help="for what students do not get"
    )
    building.add_argument(
        "--constraints", type=Path, help="a file: versions of packages, for the autograder"
    )
    building.add_argument(
        "--for",
        nargs="+",
        default=[],
        dest="students",
        metavar="ID",
        help="students: a notebook for each, with numbers of his own",
    )
    building.add_argument("--roster", type=Path, help="a table: all these students")
    building.set_defaults(run=run_build)
    perturbing = commands.add_parser("perturb", help="how much the checks see, of changed answers")
    perturbing.add_argument("folder", type=Path, help="a folder of homeworks")
    perturbing.add_argument("homework", nargs="*", help="all when left out")
    perturbing.set_defaults(run=run_perturb)
    proving = commands.add_parser("prove", help="six proofs that homework can be handed out")
    proving.add_argument("folder", type=Path, help="a folder of homeworks")
    proving.add_argument("homework", nargs="*", help="all when left out")
    proving.add_argument(
        "--seen",
        type=Path,
        nargs="+",
        default=[],
        metavar="FILE",
        help="other files that students see: nothing secret may be in them",
    )
    proving.set_defaults(run=run_prove)
    grading = commands.add_parser("grade", help="grade notebooks")
    grading.add_argument("folder", type=Path, help="a folder of homeworks")
    grading.add_argument("files", nargs="+", type=Path, metavar="submission.ipynb")
    grading.add_argument("--homework", help="the name of one, where a notebook does not say")
    grading.add_argument("--seed", type=int, help="of the random inputs; drawn when left out")
    grading.add_argument("--jobs", type=positive, default=2 * (os.cpu_count() or 1), help="at once")
    grading.add_argument("--isolation", choices=sandbox.LEVELS, help="the strongest when left out")
    grading.add_argument("--json", type=Path, help="a file: a line for each submission")
    grading.add_argument("--csv", type=Path, help="a file: a row for each submission")
    grading.add_argument("--html", type=Path, help="a file: one page with all feedback")
    grading.add_argument("--feedback", type=Path, help="a folder: a page for each submission")
    grading.add_argument("--resume", action="store_true", help="keep the results in --json")
    grading.add_argument("--only", metavar="QUESTION", help="grade this one alone")
    grading.add_argument("--regrade", metavar="QUESTION", help="this one alone, in --json, anew")
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
    collecting = commands.add_parser("written", help="collect answers in words, to be marked")
    collecting.add_argument("folder", type=Path, help="a folder of homeworks")
    collecting.add_argument("files", nargs="+", type=Path, metavar="submission.ipynb")
    collecting.add_argument("--homework", help="the name of one, where a notebook does not say")
    collecting.add_argument("--to", type=Path, default=Path("marking"), help="a folder")
    collecting.set_defaults(run=lambda options: desk.run_written(options, chosen(options)))
    marking = commands.add_parser("mark", help="put people's marks into results")
    marking.add_argument("results", type=Path, metavar="results.json", help="of --json; rewritten")
    marking.add_argument("tables", nargs="+", type=Path, metavar="marks.csv")
    marking.add_argument("--csv", type=Path, help="a file: a row for each submission")
    marking.add_argument("--html", type=Path, help="a file: one page with all feedback")
    marking.add_argument("--feedback", type=Path, help="a folder: a page for each submission")
    marking.set_defaults(run=desk.run_mark)
    booking = commands.add_parser("gradebook", help="results for Canvas, Moodle or another system")
    booking.add_argument("results", type=Path, metavar="results.json", help="of --json")
    booking.add_argument("--roster", type=Path, required=True, help="a table: the students")
    booking.add_argument("--to", type=Path, required=True, help="a file: the gradebook")
    booking.add_argument("--homework", help="the name of one, where there are several")
    booking.add_argument("--column", help="its name in the gradebook, as the system has it")
    booking.add_argument(
        "--who", type=desk.pattern, help="a pattern of file names; its first group is the student"
    )
    booking.add_argument("--due", type=desk.moment, help="for example 2026-11-30T23:59")
    booking.add_argument("--free-days", type=desk.days, default=0, help="late, that cost nothing")
    booking.add_argument("--per-day", type=desk.percent, default=0.0, help="what each other costs")
    booking.add_argument("--last", action="store_true", help="not the best attempt, but the last")
    booking.set_defaults(run=desk.run_gradebook)
    return top


def run_build(options) -> int:
    """Write the files of some homeworks, or all."""
    constraints = options.constraints.read_text(encoding="utf-8") if options.constraints else ""
    students, known = desk.students(options), homeworks(options.folder, options.homework)
    if students and not any(homework.numbers for homework in known):
        sys.exit("no homework here has VARIANTS in its checks.py: students have the same numbers")
    for homework in known:
        try:
            files = build(homework, options.private, constraints, students)
        except ValueError as error:
            sys.exit(f"nothing is written: {error}")
        for path in files:
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


def run_new(options) -> int:
    """Write a skeleton, and say what comes next."""
    try:
        files = write_new(options.name, options.folder)
    except ValueError as error:
        sys.exit(str(error))
    for path in files:
        print(os.path.relpath(path))
    print(f"next: grading build {options.folder}, then grading prove {options.folder}")
    return 0


def run_prove(options) -> int:
    """Print each proof and what contradicts it; the status is 1 where something does."""
    status = 0
    for homework in homeworks(options.folder, options.homework):
        print(homework.name)
        for number, proof in enumerate(prove(homework.folder, options.seen), start=1):
            print(f"  {'✗' if proof.faults else '✓'} {number}. {proof.claim} ({proof.tried} tried)")
            for fault in proof.faults:
                print(f"      {report.printable(fault)}", flush=True)
            status |= bool(proof.faults)
    return status


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


def chosen(options) -> list[Homework]:
    """The homework that is named, or all."""
    return homeworks(options.folder, [options.homework] if options.homework else [])


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
