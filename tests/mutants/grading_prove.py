"""Faults of grading.prove."""

from mutants import Mutant

MUTANTS = [
    Mutant(
        "everybody answers the published numbers",
        'homework.of(f"student {seed}") if seed else homework',
        "homework",
        ("grading/tests/test_grading_variant.py",),
    ),
    Mutant(
        "one student stands for all",
        "if not homework.numbers:",
        "if homework.student or True:",
        ("grading/tests/test_grading_variant.py",),
    ),
    Mutant(
        "what fails with other numbers is not told",
        "found.tried + other.tried, found.faults + faults)",
        "found.tried + other.tried, found.faults)",
        ("grading/tests/test_grading_variant.py",),
    ),
    Mutant("a single seed", "for seed in range(SEEDS):", "for seed in range(1):"),
    Mutant(
        "notes are forgotten",
        "faults = run.stderr.splitlines() if run.returncode else []",
        "faults = []",
    ),
    Mutant(
        "empty answers may pass",
        '            faults.append(f"{question.name}, untouched: ',
        '            str(f"{question.name}, untouched: ',
    ),
    Mutant(
        "wrong.py need not be there",
        'Proof(claim, 0, [f"wrong.py cannot',
        'Proof(claim, 0, [] and [f"wrong.py cannot',
    ),
    Mutant("unknown questions", "for name in answers.keys() - questions]", "for name in ()]"),
    Mutant(
        "questions without wrong answers",
        "for name in questions.keys() - answers]",
        "for name in ()]",
    ),
    Mutant("checks that nothing fails", "if check.name not in failed:", "if not check.name:"),
    Mutant("points are not compared", "if found.score != answer.score:", "if False:"),
    Mutant("a wrong answer may be right", "if answer.score >= found.points:", "if False:"),
    Mutant(
        "other checks may fail", "for name in said.keys() - answer.messages:", "for name in ():"
    ),
    Mutant(
        "checks need not fail",
        'yield f"{name} does not fail"',
        "yield from ()",
    ),
    Mutant("any words", "elif words not in said[name]:", "elif not said[name]:"),
    Mutant("proved without a sandbox", 'if level.name != "bubblewrap":', "if False:"),
    Mutant(
        "nothing is built",
        "if not path.is_file() or path.read_bytes() != content:",
        "if not path.is_file():",
    ),
    Mutant("the sixth is left out", "    yield built(homework)\n", ""),
    Mutant("one file stands for all", "return {file: hashlib", "return {homework.folder: hashlib"),
    Mutant("processes go unseen", "if mark in (folder", "if not mark in (folder"),
    Mutant(
        "what is gained is not seen", "if question.score != wanted:", "if question.score < wanted:"
    ),
    Mutant("files may be changed", "for file in sorted(changed)]", "for file in ()]"),
]
