// The page of results: what search.js finds for the words in the address, or typed here.
(() => {
  const place = document.querySelector("#search-results");
  const field = document.querySelector(".bd-article-container form.bd-search input");
  if (!place || !field) return;
  const index = search.prepare(searchIndex);
  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  const result = (found, query) => {
    const parts = search.excerpt(found, query).map(([text, meant]) => (meant ? make("mark", {}, text) : text));
    const where = found.kind === "page" ? "" : found.page;
    return make("li", {},
      make("a", { href: found.address }, found.title),
      make("span", { className: "where" }, where),
      make("p", {}, ...parts));
  };

  const show = () => {
    const query = field.value.trim();
    const found = query ? search.find(index, query) : [];
    const places = found.length === 1 ? "1 place" : `${found.length} places`;
    const said = found.length ? `Found ${places}, the likeliest first.`
      : query ? "No place matches. Try one word of it, or another word for it." : "";
    place.replaceChildren(
      make("p", { role: "status" }, said),
      make("ol", {}, ...found.map((each) => result(each, query)))
    );
  };

  field.value = new URLSearchParams(location.search).get("q") ?? "";
  field.addEventListener("input", show);
  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
    history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`);
  });
  show();
})();
