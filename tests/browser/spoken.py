"""What the browser offers to screen readers."""

import time

# Those that are not folded, and not hidden in another way.
FORMULAS = """() => [...document.querySelectorAll("math")]
  .filter((e) => e.checkVisibility()).length"""


def tree(page):
    """The nodes that it offers, by their ids."""
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return {node["nodeId"]: node for node in nodes}


def formulas(page, seconds=120):
    """Formulas in the open that are not offered, also when the browser has had time."""
    end, wanted = time.monotonic() + seconds, page.evaluate(FORMULAS)
    while True:
        nodes = tree(page).values()
        found = sum(node["role"]["value"] == "MathMLMath" and not node["ignored"] for node in nodes)
        if found == wanted:
            return []
        if time.monotonic() > end:
            return [f"of {wanted} formulas {found} are offered to screen readers"]
        page.wait_for_timeout(500)
