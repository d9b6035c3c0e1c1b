"""Faults of grading.accepts."""

from mutants import Mutant

MUTANTS = [
    Mutant("parts count from 0", "1 <= int(part)", "0 <= int(part)"),
    Mutant("a part beyond the last", "1 <= int(part) <= int(count)", "1 <= int(part)"),
    Mutant("parts may be words", "part.isdigit() and count.isdigit() and", ""),
    Mutant("nothing at once", "if int(text) < 1:", "if int(text) < 0:"),
    Mutant("a pattern names nobody", "        if found.groups:", "        if found:"),
    Mutant("a broken pattern stops us", "suppress(re.error)", "suppress(KeyError)"),
    Mutant("a time is a day", ".timestamp()", ".toordinal()"),
    Mutant("a wrong time stops us", "except ValueError:", "except KeyError:"),
    Mutant("days below zero", "if not text.isdigit():", 'if not text.strip("-").isdigit():'),
    Mutant("more than everything", "0 <= float(text) <= 100", "0 <= float(text)"),
    Mutant("less than nothing", "0 <= float(text) <= 100", "float(text) <= 100"),
    Mutant("percent are shares", "return float(text)", "return float(text) / 100"),
    Mutant("a word stops us", "suppress(ValueError)", "suppress(KeyError)"),
]
