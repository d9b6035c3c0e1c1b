// What moves although the reader asked for less motion. Colours may fade: nothing moves then.
() => {
  const still = /^(none|opacity|visibility|fill|stroke|text-decoration.*|.*color|box-shadow|filter)$/;
  const problems = new Set();
  if (getComputedStyle(document.documentElement).scrollBehavior === "smooth")
    problems.add("the page scrolls smoothly");
  const list = (text) => text.split(/,(?![^(]*\))/).map((part) => part.trim());
  for (const e of document.querySelectorAll("*:not(.katex *)"))
    for (const part of [null, "::before", "::after"]) {
      const style = getComputedStyle(e, part);
      const name = `${e.tagName.toLowerCase()}${[...e.classList].slice(0, 2).map((c) => `.${c}`).join("")}${part ?? ""}`;
      const durations = list(style.transitionDuration).map(parseFloat);
      list(style.transitionProperty).forEach((property, i) => {
        const seconds = durations[i % durations.length];
        if (seconds > 0 && !still.test(property))
          problems.add(`${name} takes ${seconds} s to change ${property}`);
      });
      if (style.animationName !== "none" && Math.max(...list(style.animationDuration).map(parseFloat)) > 0)
        problems.add(`${name} is animated: ${style.animationName}`);
    }
  return [...problems];
}
