"""The command of nbclaims.

python -m nbclaims refresh some.ipynb …      runs notebooks, and stores outputs and a record
python -m nbclaims normalise some.ipynb …    leaves out what differs between runs, runs nothing
"""

import argparse
import sys
from pathlib import Path

from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from nbclaims import refresh


def main(arguments: list[str] | None = None) -> int:
    """Treat notebooks one by one, a line for each; gives the number of those that failed."""
    parser = argparse.ArgumentParser(
        prog="nbclaims", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["refresh", "normalise"])
    parser.add_argument("notebooks", nargs="+", type=Path)
    given = parser.parse_args(arguments)
    if missing := [str(path) for path in given.notebooks if not path.is_file()]:
        parser.error(f"there is no {', '.join(missing)}")
    if given.what == "normalise":
        for path in given.notebooks:
            refresh.normalise(path)
        return 0
    return sum(not refreshed(path) for path in given.notebooks)


def refreshed(path: Path) -> bool:
    """Run a notebook and say how that went."""
    print(f"{path} ... ", end="", flush=True)
    try:
        print(f"{refresh.run(path)['seconds']:.0f} s")
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        print(f"failed, and is left as it was:\n{error}")
        return False
    return True


def command() -> None:
    """The console script."""
    sys.exit(main() > 0)


if __name__ == "__main__":
    command()
