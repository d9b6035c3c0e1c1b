"""The command line: `python -m lib.grading build` and `python -m lib.grading grade`."""

import argparse
import os
import secrets
import sys
from pathlib import Path

from lib.grading import build, homework, report, sandbox
from lib.grading.batch import grade_all
from lib.grading.page import page
from lib.grading.submission import Unreadable


def main(arguments: list[str] | None = None) -> int:
    """Obey the command line; gives the exit status."""
    options = parser().parse_args(arguments)
    return options.run(options)


def parser() -> argparse.ArgumentParser:
    """What the command line may say."""
    top = argparse.ArgumentParser(prog="python -m lib.grading", description="Homework.")
    commands = top.add_subparsers(required=True)
    making = commands.add_parser("build", help="write student and instructor files")
    making.add_argument("homework", nargs="*", help="all when left out")
    making.set_defaults(run=run_build)
    marking = commands.add_parser("grade", help="grade notebooks")
    marking.add_argument("files", nargs="+", type=Path, metavar="submission.ipynb")
    marking.add_argument("--homework", help="which one, where a notebook does not say")
    marking.add_argument("--seed", type=int, help="of the random inputs; drawn when left out")
    marking.add_argument("--jobs", type=some, default=os.cpu_count() or 1, help="how many at once")
    marking.add_argument("--isolation", choices=sandbox.LEVELS, help="the strongest when left out")
    marking.add_argument("--json", type=Path, help="a file: a line for each submission")
    marking.add_argument("--csv", type=Path, help="a file: a row for each submission")
    marking.add_argument("--html", type=Path, help="a file: one page with all feedback")
    marking.add_argument("--feedback", type=Path, help="a folder: a page for each submission")
    marking.add_argument("--quiet", action="store_true", help="a line for each submission")
    marking.set_defaults(run=run_grade)
    return top


def run_build(options) -> int:
    """Write the files of some homeworks, or all."""
    chosen = options.homework or homework.names()
    for name in chosen:
        must_exist(name)
    for name in chosen:
        for path in build.build(name):
            print(path)
    return 0


def run_grade(options) -> int:
    """Grade files; results are printed and written as they come."""
    if options.homework:
        must_exist(options.homework)
    known = {name: homework.load(name) for name in homework.names()}
    level = sandbox.measured(sandbox.LEVELS[options.isolation or sandbox.best().name])
    if not sandbox.works(level):
        sys.exit(f"isolation by {level.name} does not work on this machine")
    seed = secrets.randbits(32) if options.seed is None else options.seed
    if not level.isolated:
        print(f"feedback only: not isolated. Not enforced: {', '.join(level.missing)}.")
    chosen = [known[options.homework]] if options.homework else [*known.values()]
    questions = max(len(each.questions) for each in chosen)
    parent = os.path.commonpath([os.path.dirname(os.path.abspath(path)) for path in options.files])
    try:
        append(options.json, "")
        append(options.csv, report.csv_head(questions))
        if options.html:
            build.write(options.html, page([]).encode())
        if options.feedback:
            options.feedback.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.exit(f"results cannot be written: {error}")

    def choose(said, cells):
        return which({each.name: each for each in chosen}, said, cells)

    results = []
    for result in grade_all(options.files, choose, seed=seed, level=level, jobs=options.jobs):
        results.append(result)
        print(report.line(result, len(results), len(options.files)), flush=True)
        if not options.quiet:
            print(report.text(result), flush=True)
        append(options.json, report.json_line(result), more=True)
        append(options.csv, report.csv_row(result, questions), more=True)
        if options.html:
            listed = sorted(results, key=lambda result: result.submission)
            build.write(options.html, page(listed).encode())
        if options.feedback:
            name = os.path.relpath(os.path.abspath(result.submission), parent)
            hand_back(result, options.feedback / f"{name}.html")
    return int(any(result.problem for result in results))


def hand_back(result, path: Path) -> None:
    """Write a submission's page. Where its name is too long for that, say so: others wait."""
    try:
        build.write(path, page([result]).encode())
    except OSError as error:
        print(f"no page for {report.printable(path.name)}: {error.strerror}", file=sys.stderr)


def must_exist(name: str) -> None:
    """Stop, and say which homeworks there are, where there is none of a name."""
    if name not in homework.names():
        sys.exit(f"there is no homework {name}, only {', '.join(homework.names())}")


def some(text: str) -> int:
    """A number of jobs; at least one."""
    if int(text) < 1:
        raise argparse.ArgumentTypeError("at least 1 is needed")
    return int(text)


def which(known: dict, said: str | None, cells: list[dict]) -> homework.Homework:
    """The homework of a notebook: what it says, else the one whose names occur in it most."""
    if said in known:
        return known[said]
    text = "\n".join(cell["source"] for cell in cells)
    counts = {name: sum(q.name in text for q in each.questions) for name, each in known.items()}
    best = max(counts, key=counts.get)
    if len(known) == 1 or counts[best]:
        return known[best]
    raise Unreadable("it does not say of which homework it is, and answers no question of any")


def append(path: Path | None, text: str, *, more: bool = False) -> None:
    """Write a text to a file, or add it at its end; nothing without a file."""
    if path:
        with open(path, "a" if more else "w", encoding="utf-8", errors="replace") as file:
            file.write(text)


if __name__ == "__main__":
    sys.exit(main())
