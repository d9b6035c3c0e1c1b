// The switch between the modes: the system's, light, dark. The page's first lines set the mode that
// was chosen earlier, before anything is drawn (templates/layout.html).
(() => {
  const root = document.documentElement.dataset;
  const system = matchMedia("(prefers-color-scheme: dark)");

  const show = (mode) => {
    root.mode = mode;
    root.theme = mode === "auto" ? (system.matches ? "dark" : "light") : mode;
  };
  // The first press changes what is seen.
  const next = () => {
    const modes = system.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
    show(modes[(modes.indexOf(root.mode) + 1) % modes.length]);
    localStorage.setItem("mode", root.mode);
  };
  system.addEventListener("change", () => show(root.mode));
  for (const button of document.querySelectorAll(".theme-switch-button"))
    button.addEventListener("click", next);
})();
