"""The options of a long run: one for each of its settings, and where its files go."""

import argparse
from pathlib import Path
from typing import NamedTuple


def parser(program: str, settings: NamedTuple, folder: Path, about: str) -> argparse.ArgumentParser:
    """Of `python -m programs.<program>`; the values of `settings` are the defaults."""
    made = argparse.ArgumentParser(prog=f"python -m programs.{program}", description=about)
    for name, value in settings._asdict().items():
        option = f"--{name.replace('_', '-')}"
        made.add_argument(option, type=type(value), default=value, help=f"default {value}")
    made.add_argument("--folder", type=Path, default=folder)
    return made
