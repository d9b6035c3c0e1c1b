// Formulas that were not rendered, failed, or cannot be seen as formulas.
() => {
  const problems = [];
  const raw = /\$|\\[([]|\\[a-zA-Z]{2,}/;
  const look = (text, where) => {
    const found = text.search(raw);
    if (found >= 0)
      problems.push(`${where} shows LaTeX: ${text.slice(Math.max(0, found - 20), found + 40).trim()}`);
  };

  const code = "code, pre, script, style, noscript, template, textarea, .katex, .katex-error";
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode())
    if (!texts.currentNode.parentElement.closest(code)) look(texts.currentNode.data, "the text");
  look(document.title, "the title");
  for (const name of ["alt", "title", "aria-label", "content"])
    for (const e of document.querySelectorAll(`[${name}]`))
      if (!e.closest(".katex-error")) look(e.getAttribute(name), `${name} of ${e.tagName.toLowerCase()}`);

  for (const e of document.querySelectorAll(".katex-error"))
    problems.push(`failed: ${e.textContent.trim()}`);
  for (const e of document.querySelectorAll(".math"))
    if (!e.querySelector(".katex, .katex-error")) problems.push(`not rendered: ${e.textContent.trim()}`);

  const loaded = [...document.fonts].some((f) => f.family.includes("KaTeX_Main") && f.status === "loaded");
  let shown = 0;
  for (const e of document.querySelectorAll(".katex")) {
    const [drawn, spoken] = [e.querySelector(".katex-html"), e.querySelector(".katex-mathml")];
    if (!drawn || !e.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    shown += 1;
    const box = drawn.getBoundingClientRect();
    const name = (e.querySelector("annotation") ?? e).textContent.trim();
    if (!box.width || !box.height) problems.push(`nothing is drawn: ${name}`);
    if (!getComputedStyle(e).fontFamily.includes("KaTeX_Main"))
      problems.push(`not in a mathematical font: ${name}`);
    if (spoken && spoken.getBoundingClientRect().width > 1) problems.push(`shown twice: ${name}`);
  }
  if (shown && !loaded) problems.push("the fonts of the formulas are missing");
  return problems;
}
