"""The list of contents beside the text: where it says that the reader is."""

# Scrolls to some height, lets the page answer, and returns the number of the entry that is marked,
# and that of the last heading above the line below the page's head.
LOOK = """async (y) => {
  const frame = () => new Promise(requestAnimationFrame);
  scrollTo(0, y);
  await frame().then(frame).then(frame);
  const links = [...document.querySelectorAll("#pst-page-toc-nav a")];
  const tops = links.map((a) => document.getElementById(decodeURIComponent(a.hash.slice(1))))
    .map((e) => e.getBoundingClientRect().top);
  const { scrollTop, scrollHeight, clientHeight } = document.documentElement;
  return {
    marked: links.flatMap((a, i) => (a.classList.contains("active") ? [i] : [])),
    passed: tops.findLastIndex((top) => top <= 96),
    seen: tops.findLastIndex((top) => top <= clientHeight),
    last: scrollTop + clientHeight > scrollHeight - clientHeight,
  };
}"""


def followed(page, stops=40):
    """Heights at which the list marks another section than the one on the screen."""
    problems, before = [], -1
    height = page.evaluate("() => document.documentElement.scrollHeight - innerHeight")
    for y in (round(height * i / stops) for i in range(stops + 1)):
        place = page.evaluate(LOOK, y)
        marked = place["marked"][0] if place["marked"] else -1
        right = [place["passed"], *([*range(before, place["seen"] + 1)] if place["last"] else [])]
        if len(place["marked"]) > 1 or marked not in right:
            problems.append(f"at {y} of {height} px: {place}")
        before = marked
    return problems
