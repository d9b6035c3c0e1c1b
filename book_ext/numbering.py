"""A chapter has the number that its file has, also while others are missing.

Sphinx counts the chapters that are there. What it numbers within a chapter (sections, figures,
equations, theorems) takes its first number from here.
"""

import re
from pathlib import PurePosixPath

from docutils import nodes
from sphinx_external_toc.collectors import TocTreeCollectorWithStyles as Collector


def setup(app):
    """Correct the numbers as soon as Sphinx has given them."""
    count = Collector.assign_section_numbers

    def assign(self, env):
        rewrite = count(self, env)
        for page in env.toc_secnumbers:
            renumber(env, page)
        return rewrite

    Collector.assign_section_numbers = assign


def renumber(env, page: str):
    """Put the number of a page's file first in the numbers of its sections."""
    number = number_of(page)
    if number is None:
        return
    numbers = env.toc_secnumbers[page]
    env.toc_secnumbers[page] = {key: (number, *old[1:]) for key, old in numbers.items() if old}
    places = [env.titles[page], *env.tocs[page].findall(nodes.reference)]
    for place in places:
        if place.get("secnumber"):
            place["secnumber"] = (number, *place["secnumber"][1:])


def number_of(page: str) -> int | None:
    """A chapter's number: 7 for chapters/07_gridworld; None for a page without one."""
    found = re.match(r"\d+(?=_)", PurePosixPath(page).name)
    return int(found[0]) if found else None
