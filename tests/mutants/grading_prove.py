"""Faults of grading.prove."""

from mutants import Mutant

MUTANTS = [
    Mutant("a single seed", "for seed in range(SEEDS):", "for seed in range(1):"),
    Mutant(
        "notes are forgotten",
        "faults = run.stderr.splitlines() if run.returncode else []",
        "faults = []",
    ),
    Mutant(
        "empty answers may pass",
        '        if said != {UNANSWERED}:\n            faults.append(f"{question.name}, untouched: ',
        '        if not said:\n            faults.append(f"{question.name}, untouched: ',
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
        "        if name not in said:\n            yield",
        "        if name not in said:\n            None and (yield)",
    ),
    Mutant("any words", "elif words not in said[name]:", "elif not said[name]:"),
    Mutant("proved without a sandbox", 'if level.name != "bubblewrap":', "if False:"),
    Mutant("other files are not looked at", "    for file in seen:\n", "    for file in ():\n"),
    Mutant("short lines are secret", "len(line) >= LONG and", ""),
    Mutant("what is known is secret", "and line not in shown)", ")"),
    Mutant("markup hides", 'html.unescape(re.sub(r"<[^>]*>", "", text))', "text"),
    Mutant(
        "a notebook's lines are not joined",
        '"\\n".join("".join(cell["source"]) for cell in cells) + text',
        "text",
    ),
    Mutant(
        "nothing is built",
        "if not path.is_file() or path.read_bytes() != content:",
        "if not path.is_file():",
    ),
]
