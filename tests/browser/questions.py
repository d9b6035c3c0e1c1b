"""What a reader of the self-test meets with keys alone, through a screen reader, and on paper."""

from browser.spoken import tree

LIMIT = 2000  # stops of Tab; the page has fewer

FOCUSED = """() => {
  const e = document.activeElement;
  return {end: e === document.body, id: e.id, type: e.type, checked: Boolean(e.checked)};
}"""

SHOWN = """() => [...document.querySelectorAll(".question .option")].flatMap((option) => {
  const button = option.querySelector("input");
  const text = option.querySelector(".explanation");
  if (!text) return [`${button.id} has no explanation`];
  const shown = text.checkVisibility({visibilityProperty: true, opacityProperty: true});
  if (shown && !button.checked) return [`${button.id} is explained before it is chosen`];
  if (!shown && button.checked) return [`the explanation of ${button.id} does not show`];
  if (shown && !/^[✓✗] (Right|Wrong)[.]/.test(text.textContent.trim()))
    return [`the explanation of ${button.id} does not say whether it is right`];
  return [];
})"""

FORMULAS = """() => [...document.querySelectorAll(".question .explanation math")]
  .filter((e) => e.checkVisibility()).length"""


def answer(page):
    """Options that Tab, the space bar and the arrow do not choose, or choose unexplained."""
    problems = page.evaluate(SHOWN)
    left = set(page.eval_on_selector_all(".question input", "(all) => all.map((e) => e.id)"))
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
    for _ in range(LIMIT):
        page.keyboard.press("Tab")
        button = page.evaluate(FOCUSED)
        if button["end"]:
            return problems + [f"keys do not choose {name}" for name in sorted(left)]
        if button["id"] in left:
            page.keyboard.press("Space")
            button = page.evaluate(FOCUSED)
        while button["id"] in left and button["checked"]:
            left.remove(button["id"])
            problems += page.evaluate(SHOWN)
            if button["type"] == "radio":  # within a group the arrow goes on, and chooses
                page.keyboard.press("ArrowDown")
                button = page.evaluate(FOCUSED)
    raise RuntimeError(f"Tab does not come to the end of the page in {LIMIT} stops")


def heard(page):
    """What a screen reader is not told of questions, or is told too early.

    Each is answered by its last option, so that the page has something to say.
    """
    problems = []
    for node in tree(page).values():
        role, name = node["role"]["value"], node.get("name", {}).get("value", "")
        if role not in {"radio", "checkbox"}:
            continue
        if not any(map(str.isalnum, name)):
            problems.append(f"a {role} button has no name")
        if node.get("description", {}).get("value"):
            problems.append(f"described before it is chosen: {name}")
    for button in page.locator(".question .option:last-child > input").all():
        button.check()
    nodes = tree(page)
    said = [node for node in nodes.values() if not node["ignored"] and _live(node, nodes)]
    verdicts = [node for node in said if node.get("name", {}).get("value", "")[:1] in {"✓", "✗"}]
    verdicts = [node for node in verdicts if node["role"]["value"] == "StaticText"]
    asked = page.locator(".question").count()
    if len(verdicts) != asked:
        problems.append(f"of {asked} explanations {len(verdicts)} are said")
    formulas = sum(node["role"]["value"] == "MathMLMath" for node in said)
    if formulas != page.evaluate(FORMULAS):
        problems.append(f"of {page.evaluate(FORMULAS)} formulas {formulas} are said")
    return problems


def _live(node, nodes):
    """Whether a node stands in a region whose changes are said."""
    while node:
        properties = {each["name"]: each["value"] for each in node.get("properties", [])}
        if properties.get("live", {}).get("value") == "polite":
            return True
        node = nodes.get(node.get("parentId"))
    return False


def on_paper(page):
    """Explanations that are not printed."""
    page.emulate_media(media="print")
    found = page.evaluate(
        """() => {
          const text = (e) => e.textContent.replace(/\\s+/g, " ").trim();
          const end = [...document.querySelectorAll(".answers")].filter((e) => e.checkVisibility());
          const said = (e) => end.some((answers) => text(answers).includes(text(e)));
          return [...document.querySelectorAll(".question .option")]
            .filter((option) => {
              const explanation = option.querySelector(".explanation");
              return !explanation.checkVisibility() && !said(explanation.querySelector("p"));
            })
            .map((option) => `not printed: ${text(option).slice(0, 40)}`);
        }"""
    )
    page.emulate_media(media="screen")
    return found
