"""The theme switch: it goes through the modes, is remembered, and "auto" follows the system."""

import re

from browser.visit import set_theme

SWITCH = re.compile("colou?r", re.IGNORECASE)  # its name
MODES = ("auto", "light", "dark")
STATE = "() => ({...document.documentElement.dataset})"


def switch(page):
    """What is wrong with the switch, from a page that was never switched, in a light system."""
    state = page.evaluate(STATE)
    problems = (
        [] if (state["mode"], state["theme"]) == ("auto", "light") else [f"begins as {state}"]
    )
    seen = set()
    for _ in MODES:
        page.get_by_role("button", name=SWITCH).first.click()
        state = page.evaluate(STATE)
        mode = state["mode"]
        seen.add(mode)
        for system in ("dark", "light"):
            set_theme(page, system)
            meant = system if mode == "auto" else mode
            problems += _wrong(page, mode, meant, f"when the system is {system}")
        page.reload()
        problems += _wrong(page, mode, "light" if mode == "auto" else mode, "after a reload")
    return problems + [f"never {mode}" for mode in MODES if mode not in seen]


def _wrong(page, mode, theme, when):
    state = page.evaluate(STATE)
    ground = page.evaluate(
        "() => getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number)"
    )
    problems = []
    if (state["mode"], state["theme"]) != (mode, theme):
        problems.append(f"{mode} is {state['mode']} and {state['theme']} {when}")
    elif (sum(ground[:3]) < 3 * 128) != (theme == "dark"):
        problems.append(f"the page is not {theme} {when}: {ground}")
    return problems
