"""The command line: its words. What they do is in `author`, `grader` and `desk`."""

import argparse
import os
from pathlib import Path

from grading import author, desk, grader, sandbox
from grading.accepts import days, moment, pattern, percent, positive, shard


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
    beginning.set_defaults(run=author.run_new)
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
    building.set_defaults(run=author.run_build)
    perturbing = commands.add_parser("perturb", help="how much the checks see, of changed answers")
    perturbing.add_argument("folder", type=Path, help="a folder of homeworks")
    perturbing.add_argument("homework", nargs="*", help="all when left out")
    perturbing.set_defaults(run=author.run_perturb)
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
    proving.set_defaults(run=author.run_prove)
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
    grading.set_defaults(run=grader.run_grade)
    merging = commands.add_parser("merge", help="put the results of shards together")
    merging.add_argument("parts", nargs="+", type=Path, metavar="results.json", help="of --json")
    merging.add_argument(
        "--submissions", nargs="+", type=Path, required=True, help="all that must be in them, once"
    )
    merging.add_argument("--json", type=Path, help="a file: a line for each submission")
    merging.add_argument("--csv", type=Path, help="a file: a row for each submission")
    merging.add_argument("--html", type=Path, help="a file: one page with all feedback")
    merging.set_defaults(run=grader.run_merge)
    collecting = commands.add_parser("written", help="collect answers in words, to be marked")
    collecting.add_argument("folder", type=Path, help="a folder of homeworks")
    collecting.add_argument("files", nargs="+", type=Path, metavar="submission.ipynb")
    collecting.add_argument("--homework", help="the name of one, where a notebook does not say")
    collecting.add_argument("--to", type=Path, default=Path("marking"), help="a folder")
    collecting.set_defaults(run=desk.run_written)
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
        "--who",
        type=pattern,
        help="a pattern of file names; its first group is the student",
    )
    booking.add_argument("--due", type=moment, help="for example 2026-11-30T23:59")
    booking.add_argument("--free-days", type=days, default=0, help="late, that cost nothing")
    booking.add_argument("--per-day", type=percent, default=0.0, help="what each other costs")
    booking.add_argument("--last", action="store_true", help="not the best attempt, but the last")
    booking.set_defaults(run=desk.run_gradebook)
    return top
