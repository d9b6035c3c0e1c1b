// What is wider than its box scrolls in it: let the keyboard reach it, in every browser.
// A box is measured when it is laid out, and again when its size changes.
const boxes = ".katex-display, pre, .pst-scrollable-table-container, .cell_output .text_html";

const observer = new ResizeObserver((changed) => {
  for (const { target } of changed) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

document.querySelectorAll(boxes).forEach((box) => observer.observe(box));

// When the page is there, the sections that are not laid out yet, one at a time (see book.css).
const sections = [...document.querySelectorAll(".bd-article section")];
const whenIdle = window.requestIdleCallback ?? setTimeout;

function layOut() {
  sections.shift()?.classList.add("laid-out");
  if (sections.length) whenIdle(layOut);
}

addEventListener("load", () => whenIdle(layOut));

// Fonts of formulas further down, so that they are there for a reader who prints or leaps ahead.
if (document.querySelector(".katex")) {
  addEventListener("load", () => {
    for (const font of document.fonts) {
      if (font.family.includes("KaTeX") && font.weight === "400") font.load();
    }
  });
}
