// A reference to a statement, a figure or a formula of the same page, and a term or a symbol that
// the page brings a definition of, shows it on hovering, on reaching it with the keyboard, and on a
// first tap; a second one follows it.
(() => {
  const article = document.querySelector(".bd-article");
  const SHOWN = ".admonition, figure, div.math";
  let card = null;
  let from = null;
  let height = 0; // at which the reference stood on the screen

  const target = (link) => {
    const name = decodeURIComponent(link.hash.slice(1));
    const place = document.getElementById(link.matches(".term") ? `about-${name}` : name);
    return place?.content ?? (place?.matches(SHOWN) && !place.contains(link) ? place : null);
  };
  const close = () => {
    card?.remove();
    card = from = null;
  };
  const show = (link) => {
    if (from === link) return;
    close();
    from = link;
    card = document.createElement("div");
    card.className = "preview bd-article";
    card.ariaHidden = "true"; // a screen reader follows the reference
    card.append(target(link).cloneNode(true));
    for (const each of card.querySelectorAll("[id], a, details, .headerlink")) {
      each.removeAttribute("id");
      if (each.matches("a")) each.replaceWith(...each.childNodes);
    }
    document.body.append(card);
    const { left, bottom, top } = link.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = card;
    const room = document.documentElement.clientWidth;
    const below = bottom + 6 + offsetHeight < innerHeight || top < offsetHeight;
    card.style.left = `${Math.max(8, Math.min(left, room - offsetWidth - 8))}px`;
    card.style.top = `${below ? bottom + 6 : top - offsetHeight - 6}px`;
    height = top;
  };

  const link = (event) => {
    const found = event.target.closest?.(".bd-article a:is([href^='#'], .term):not(.headerlink, .claim-id)");
    return found && target(found) ? found : null;
  };
  article?.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse" && link(event)) show(link(event));
  });
  article?.addEventListener("pointerout", (event) => {
    if (event.pointerType === "mouse" && link(event)) close();
  });
  article?.addEventListener("focusin", (event) => {
    if (link(event) && event.target.matches(":focus-visible")) show(link(event));
  });
  article?.addEventListener("focusout", close);
  addEventListener("click", (event) => {
    const pressed = link(event);
    if (event.pointerType === "touch" && pressed && pressed !== from) {
      event.preventDefault();
      show(pressed);
    } else close();
  });
  // A browser reports a scroll a frame late, perhaps one that ended before the card was shown.
  const follow = () => from?.getBoundingClientRect().top !== height && close();
  addEventListener("scroll", follow, { passive: true });
  addEventListener("keydown", ({ key }) => key === "Escape" && close());
})();
