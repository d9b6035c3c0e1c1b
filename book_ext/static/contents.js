// The list of contents beside the text: where the reader is, and which sections were read, which
// this device alone remembers.
(() => {
  const links = [...document.querySelectorAll("#pst-page-toc-nav a[href^='#']")];
  if (!links.length) return;
  const targets = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const entries = document.querySelectorAll("#pst-page-toc-nav .toc-entry");
  const top = 96; // px: a heading that a link led to stands above this line
  let now = null;

  // The line goes down the screen over the last screenful, so that each section has its turn.
  const line = () => {
    const { scrollTop, scrollHeight, clientHeight } = document.documentElement;
    return Math.max(top, clientHeight - (scrollHeight - clientHeight - scrollTop));
  };
  const current = () => {
    const y = line();
    return targets.findLastIndex((target) => target && target.getBoundingClientRect().top <= y);
  };

  const store = `read ${location.pathname}`;
  const read = new Set(JSON.parse(localStorage.getItem(store) ?? "[]"));
  const mark = (link) => {
    link.classList.add("read");
    link.title = "read";
  };
  const note = (link) => {
    if (read.has(link.hash)) return;
    read.add(link.hash);
    localStorage.setItem(store, JSON.stringify([...read]));
    mark(link);
  };

  const show = () => {
    const index = current();
    if (index === now) return;
    // A section is read when the reader goes on to the next one.
    if (now !== null && now >= 0 && index === now + 1) note(links[now]);
    now = index;
    links.forEach((link, i) => {
      link.classList.toggle("active", i === index);
      if (i === index) link.ariaCurrent = "true";
      else link.removeAttribute("aria-current");
    });
    for (const entry of entries) entry.classList.toggle("active", entry.contains(links[index] ?? null));
  };

  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      show();
    });
  };
  for (const link of links) if (read.has(link.hash)) mark(link);
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  soon();

  // Notes in the margin stand where the contents do, which give way to them.
  const panel = document.querySelector(".bd-sidebar-secondary");
  const beside = new Set();
  const watch = new IntersectionObserver(
    (changes) => {
      for (const { target, isIntersecting } of changes)
        beside[isIntersecting ? "add" : "delete"](target);
      panel.classList.toggle("hide", beside.size > 0);
    },
    { rootMargin: "0px 0px -33% 0px" }
  );
  document.querySelectorAll(".margin, .sidebar").forEach((note) => watch.observe(note));
})();
