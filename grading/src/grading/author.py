"""The commands for an author: a new homework, its files, what its checks see, its proofs."""

import os
import sys

from grading import desk, report
from grading.build import build
from grading.course import homeworks
from grading.new import write_new
from grading.perturb import table
from grading.prove import prove


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
