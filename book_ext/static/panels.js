// What opens and closes around the text: the search, the side panels of a narrow screen, and the
// menus of buttons.
(() => {
  const all = (selector) => document.querySelectorAll(selector);
  const one = (selector) => document.querySelector(selector);

  // A click beside a dialog closes it.
  const closeBeside = (dialog) =>
    dialog.addEventListener("click", ({ target, clientX, clientY }) => {
      const { left, right, top, bottom } = dialog.getBoundingClientRect();
      const inside = clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
      if (target === dialog && !inside) dialog.close();
    });

  const search = one("#pst-search-dialog");
  if (search) {
    const field = one(":not(#pst-search-dialog) > form.bd-search input"); // the page of results has one
    const toggle = () => {
      if (field) field.focus();
      else if (search.open) search.close();
      else search.showModal();
    };
    closeBeside(search);
    for (const button of all(".search-button__button")) button.addEventListener("click", toggle);
    addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "k" || event.shiftKey || event.altKey) return;
      if (event.ctrlKey === event.metaKey) return;
      event.preventDefault();
      toggle();
    });
    if (/Mac|iPhone|iPad/.test(navigator.platform))
      for (const key of all(".kbd-shortcut__modifier:first-child")) key.textContent = "⌘";
  }

  // A panel lends its content and its classes to a dialog while that is open.
  const lend = (from, to) => {
    to.append(...from.childNodes);
    to.classList.add(...from.classList);
    from.className = "";
  };
  for (const side of ["primary", "secondary"]) {
    const button = one(`.${side}-toggle`);
    const dialog = one(`#pst-${side}-sidebar-modal`);
    const panel = one(`#pst-${side}-sidebar`);
    if (!button || !dialog || !panel) continue;
    closeBeside(dialog);
    button.addEventListener("click", () => {
      lend(panel, dialog);
      dialog.showModal();
    });
    dialog.addEventListener("close", () => lend(dialog, panel));
    dialog.addEventListener("click", (event) => {
      if (event.target.closest("a[href^='#']")) dialog.close();
    });
  }

  // Of the book's pages the one that is open is in view.
  const panel = one("#pst-primary-sidebar");
  const here = [...(panel?.querySelectorAll(".active") ?? [])].at(-1);
  if (here && here.offsetTop > panel.clientHeight) panel.scrollTop = here.offsetTop - panel.clientHeight / 3;

  const close = (menu) => {
    menu.classList.remove("show");
    menu.previousElementSibling.ariaExpanded = "false";
  };
  for (const button of all(".dropdown-toggle"))
    button.addEventListener("click", () => {
      button.ariaExpanded = button.nextElementSibling.classList.toggle("show");
    });
  addEventListener("click", ({ target }) => {
    for (const menu of all(".dropdown-menu.show")) if (!menu.parentElement.contains(target)) close(menu);
  });
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape") all(".dropdown-menu.show").forEach(close);
  });
})();
