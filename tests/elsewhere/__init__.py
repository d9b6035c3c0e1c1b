"""The book on other machines than the one that wrote it: each file is a program and a table.

seeds         every claim with every seed shifted, N times
processors    every notebook and every test of lib on emulated processors
environments  other people's versions: Colab's, the newest, other Pythons

`headless` runs a notebook for them, and `installation` makes their environments.
"""

from pathlib import Path

from nbclaims import record, refresh

COUNTS = Path("chapters", "robustness.json")  # in the repository, from where these are run


def versions() -> dict[str, str]:
    """The versions of Python and of the packages that the book records."""
    return record.here(refresh.settings(Path(__file__))["packages"])["versions"]
