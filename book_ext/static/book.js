// What is wider than its box: a formula becomes smaller, as far as it stays legible; what is wider
// still scrolls in its box, which the keyboard reaches, and whose edge fades where there is more.
// A box is measured when it is laid out, and again when its width or its fonts change.
(() => {
  const boxes = document.querySelectorAll(
    ".katex-display, pre, .pst-scrollable-table-container, .cell_output .text_html, a.enlarge"
  );
  const SMALLEST = 0.66; // about 12.5 px
  const widths = new WeakMap();

  const more = (box) => {
    const left = box.scrollLeft > 1;
    const right = box.scrollLeft + box.clientWidth < box.scrollWidth - 1;
    const sides = [left && "left", right && "right"].filter(Boolean).join(" ");
    if (sides) box.dataset.more = sides;
    else delete box.dataset.more;
  };

  const fit = (changed) => {
    let formulas = changed.filter((box) => box.matches(".katex-display"));
    for (const box of formulas) box.style.fontSize = "";
    // More than once: spaces and braces of a formula have parts that do not become smaller.
    for (let pass = 0; pass < 3; pass++) {
      const room = formulas.map((box) => box.clientWidth / box.scrollWidth);
      formulas = formulas.filter((box, i) => {
        const scale = 0.99 * room[i] * (parseFloat(box.style.fontSize) || 1);
        if (room[i] < 1) box.style.fontSize = `${Math.max(scale, SMALLEST)}em`;
        return room[i] < 1;
      });
    }
    for (const box of changed) {
      widths.set(box, box.clientWidth);
      more(box);
      if (box.dataset.more) box.tabIndex = 0;
      else if (!box.matches("a")) box.removeAttribute("tabindex");
    }
  };

  const observer = new ResizeObserver((changes) =>
    fit(changes.map(({ target }) => target).filter((box) => widths.get(box) !== box.clientWidth))
  );
  for (const box of boxes) {
    observer.observe(box);
    box.addEventListener("scroll", () => more(box), { passive: true });
  }
  document.fonts.addEventListener("loadingdone", () =>
    fit([...boxes].filter((box) => widths.get(box) > 0))
  );
})();

// What is not laid out yet (see book.css), bit by bit, when the page is there and its reader too:
// what the reader does first is not kept waiting.
(() => {
  const parts = [
    ...document.querySelectorAll(".bd-article section section > :is(p, ul, ol, div.math, div.admonition)"),
  ];
  const FORMULAS = 4; // at a time: a few milliseconds, on a slow phone less than a hundred
  const BEGIN = 6000; // milliseconds after the page is there
  const whenIdle = (callback) =>
    window.requestIdleCallback ? requestIdleCallback(callback) : setTimeout(callback, 50);

  function layOut() {
    for (let n = 0; parts.length && n < FORMULAS; ) {
      const part = parts.shift();
      part.classList.add("laid-out");
      n += 1 + part.querySelectorAll(".katex").length;
    }
    if (parts.length) whenIdle(layOut);
  }
  addEventListener("load", () => setTimeout(layOut, BEGIN));
})();

// Fonts of formulas further down, so that they are there for a reader who prints or leaps ahead.
if (document.querySelector(".katex")) {
  addEventListener("load", () => {
    for (const font of document.fonts) {
      if (font.family.includes("KaTeX") && font.weight === "400") font.load();
    }
  });
}

// A figure that plays has all its frames before a reader can ask for the next one.
{
  const near = new IntersectionObserver(
    (changes) => {
      for (const { target, isIntersecting } of changes) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        for (const image of target.querySelectorAll("img")) image.loading = "eager";
      }
    },
    { rootMargin: "100%" }
  );
  document.querySelectorAll(".player").forEach((player) => near.observe(player));
}
