// What all explorables share: elements, controls, numbers, the place on the page.
const SVG = "svg g path line rect circle text polygon polyline title".split(" ");

export function element(tag, attributes = {}, ...children) {
  const node = SVG.includes(tag)
    ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

// A number as it is printed, with a true minus sign, and no minus before 0.
export function shown(x, digits = 2) {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "?" : x > 0 ? "∞" : "−∞";
  const text = Math.abs(x).toFixed(digits);
  return (x < 0 && Number(text) !== 0 ? "−" : "") + text;
}

export function counted(n, thing, things = `${thing}s`) {
  return `${n} ${n === 1 ? thing : things}`;
}

// A named range with its value beside it; `change` is called with each new number.
export function slider(name, { min, max, step, value, text = shown }, change) {
  const input = element("input", { type: "range", min, max, step, value });
  const output = element("output");
  const node = element("label", { class: "explore-slider" }, element("span", {}, name), input, output);
  node.set = (number) => {
    input.value = number;
    output.textContent = text(number);
    input.setAttribute("aria-valuetext", text(number));
  };
  input.addEventListener("input", () => {
    node.set(Number(input.value));
    change(Number(input.value));
  });
  node.set(value);
  return node;
}

export function button(name, press) {
  return element("button", { type: "button", click: press }, name);
}

// One of several: a group of radio buttons with a name for screen readers.
export function choice(name, options, chosen, change) {
  const labels = options.map(([value, text]) => element("label", {},
    element("input", { type: "radio", name, checked: value === chosen,
      change: () => change(value) }), element("span", {}, text)));
  return element("fieldset", { class: "explore-choice" },
    element("legend", { class: "explore-unseen" }, name), ...labels);
}

// The sentence that says what is to be seen. Screen readers say it when it has stood still.
export function status() {
  const seen = element("p", { class: "explore-said", "aria-hidden": true });
  const heard = element("p", { class: "explore-unseen", role: "status" });
  const node = element("div", {}, seen, heard);
  let waiting;
  node.say = (text) => {
    if (seen.textContent === text) return;
    seen.textContent = text;
    clearTimeout(waiting);
    waiting = setTimeout(() => { heard.textContent = text; }, 400);
  };
  return node;
}

// Put an explorable into its place; what stood there is kept for paper. A form has radio buttons of
// its own, and browsers do not fill it in again after a reload.
export function mount(name, ...parts) {
  const place = document.getElementById(`explore-${name}`);
  const title = place.querySelector(".explorable-title");
  title.id = `explore-${name}-title`;
  place.setAttribute("aria-labelledby", title.id);
  place.append(element("form", { class: "explore-live", autocomplete: "off" }, ...parts));
  place.classList.add("explore-runs");
}
