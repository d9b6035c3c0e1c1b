// What sticks out of the page, or is cut off by a box that does not scroll.
() => {
  const page = document.documentElement;
  const name = (e) => {
    const own = e.id ? `#${e.id}` : [...e.classList].slice(0, 2).map((c) => `.${c}`).join("");
    return e.tagName.toLowerCase() + own;
  };
  const where = (e) => [e.parentElement?.closest("[id]"), e].filter(Boolean).map(name).join(" ");
  const problems = [];
  if (page.scrollWidth > page.clientWidth)
    problems.push(`the page scrolls sideways: ${page.scrollWidth} of ${page.clientWidth} px`);
  const shown = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const seen = (e, box) => box.width > 1 && box.height > 1 && shown(e);
  // The nearest box that clips, of those around an element; null is the page.
  const frames = new Map([[document.body, null], [page, null]]);
  const frameOf = (e) => {
    if (!frames.has(e))
      frames.set(e, getComputedStyle(e).overflowX === "visible" ? frameOf(e.parentElement) : e);
    return frames.get(e);
  };
  // A formula is one thing; its parts overlap on purpose.
  for (const e of document.querySelectorAll("body *:not(.katex *)")) {
    const box = e.getBoundingClientRect();
    if (!seen(e, box) || box.right <= 0) continue; // left of the page it is hidden on purpose
    const frame = frameOf(e.parentElement);
    const limit = frame ? frame.getBoundingClientRect() : { left: 0, right: page.clientWidth };
    const scrolls = frame && /auto|scroll/.test(getComputedStyle(frame).overflowX);
    if (frame && !seen(frame, limit)) continue; // hidden from sight on purpose
    const right = scrolls ? limit.left + frame.scrollWidth - frame.scrollLeft : limit.right;
    if (box.right > right + 1 || box.left < limit.left - 1)
      problems.push(
        `${where(e)} sticks out of ${frame ? name(frame) : "the page"}: ` +
          `${Math.round(box.left)} to ${Math.round(box.right)} px, ` +
          `of ${Math.round(limit.left)} to ${Math.round(right)}`
      );
  }
  return problems;
}
