"""Faults of grading.leaks."""

from mutants import Mutant

TESTS = ("grading/tests/test_grading_leaks.py", "grading/tests/test_grading_prove.py")

MUTANTS = [
    Mutant(
        "other files are not looked at", "    for file in seen:\n", "    for file in ():\n", TESTS
    ),
    Mutant("short lines are secret", "len(line) >= LONG and", "", TESTS),
    Mutant("what is known is secret", "and line not in shown)", ")", TESTS),
    Mutant("markup hides", 'html.unescape(re.sub(r"<[^>]*>", "", text))', "text", TESTS),
    Mutant(
        "a notebook's lines are not joined",
        '"\\n".join("".join(cell["source"]) for cell in cells) + text',
        "text",
        TESTS,
    ),
    Mutant("spaces count", 're.sub(r"\\s+", "", text)', "text", TESTS),
]
