"""Faults of grading.author."""

from mutants import Mutant

MUTANTS = [
    Mutant(
        "a name that is taken is an error of ours",
        "    except ValueError as error:\n        sys.exit(str(error))",
        "    except KeyError as error:\n        sys.exit(str(error))",
    ),
    Mutant(
        "what comes next is another command",
        "next: grading build {options.folder}",
        "next: grading build {options.name}",
    ),
    Mutant("versions are forgotten", "if options.constraints else", "if not options else"),
    Mutant(
        "students ask for numbers that nobody has",
        "if students and not any(homework.numbers for homework in known):",
        "if False:",
    ),
    Mutant(
        "what cannot be built is an error of ours",
        'except ValueError as error:\n            sys.exit(f"nothing',
        'except KeyError as error:\n            sys.exit(f"nothing',
    ),
    Mutant(
        "only the last line counts",
        'status |= line.startswith("  ")',
        'status = line.startswith("  ")',
    ),
    Mutant("all lines are faults", 'line.startswith("  ")', 'line.startswith("")'),
    Mutant(
        "other files are not looked at",
        "prove(homework.folder, options.seen)",
        "prove(homework.folder, ())",
    ),
    Mutant("what fails is ticked", "'✗' if proof.faults", "'✗' if not proof.faults"),
    Mutant("proofs count from 0", "start=1", "start=0"),
    Mutant("a fault may command the terminal", "{report.printable(fault)}", "{fault}"),
    Mutant(
        "only the last proof counts",
        "status |= bool(proof.faults)",
        "status = bool(proof.faults)",
    ),
]
