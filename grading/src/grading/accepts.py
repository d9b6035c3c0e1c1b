"""What the command line's options accept, each with an example where something else comes."""

import argparse
import contextlib
import datetime
import re


def shard(text: str) -> tuple[int, int]:
    """Which part of how many."""
    part, _, count = text.partition("/")
    if not (part.isdigit() and count.isdigit() and 1 <= int(part) <= int(count)):
        raise argparse.ArgumentTypeError("a part of how many, for example 3/8")
    return int(part), int(count)


def positive(text: str) -> int:
    """A number of jobs; at least one."""
    if int(text) < 1:
        raise argparse.ArgumentTypeError("at least 1 is needed")
    return int(text)


def pattern(text: str) -> re.Pattern:
    """A pattern of file names with a group for the student."""
    with contextlib.suppress(re.error):
        found = re.compile(text)
        if found.groups:
            return found
    raise argparse.ArgumentTypeError("a pattern with a group, for example '^([0-9]+)_'")


def moment(text: str) -> float:
    """A time as seconds since 1970; without a zone it is of this machine."""
    try:
        return datetime.datetime.fromisoformat(text).timestamp()
    except ValueError:
        raise argparse.ArgumentTypeError("a time, for example 2026-11-30T23:59") from None


def days(text: str) -> int:
    """A number of days."""
    if not text.isdigit():
        raise argparse.ArgumentTypeError("a number of days, for example 2")
    return int(text)


def percent(text: str) -> float:
    """A share in percent."""
    with contextlib.suppress(ValueError):
        if 0 <= float(text) <= 100:
            return float(text)
    raise argparse.ArgumentTypeError("percent, from 0 to 100")
