// Plots in SVG, whose curves and bars are set anew at each change.
import { element, shown } from "./frame.js";

const WIDTH = 340;
const MARGIN = { left: 30, right: 8, top: 8, bottom: 34 };

// A plane with axes. label says what it shows; x and y are the ends; the names are those of the axes.
export function plane({ label, x, y, name, upName = "", height = 210, xTicks = [], yTicks = [] }) {
  const inner = [WIDTH - MARGIN.left - MARGIN.right, height - MARGIN.top - MARGIN.bottom];
  const across = (value) => inner[0] * (value - x[0]) / (x[1] - x[0]);
  const down = (value) => inner[1] * (y[1] - value) / (y[1] - y[0]);
  const ground = element("g", { transform: `translate(${MARGIN.left} ${MARGIN.top})` });
  const inside = element("svg", { width: inner[0], height: inner[1], overflow: "hidden" });
  const tick = (at, text, anchor) => element("text", { ...at, "text-anchor": anchor }, text);
  const text = (value) => shown(value, Number.isInteger(value) ? 0 : 1);
  ground.append(
    element("path", { class: "explore-axis", d: `M0 0V${inner[1]}H${inner[0]}` }),
    ...xTicks.map((v) => tick({ x: across(v), y: inner[1] + 14 }, text(v), "middle")),
    ...yTicks.map((v) => tick({ x: -5, y: down(v) + 4 }, text(v), "end")),
    tick({ x: inner[0] / 2, y: inner[1] + 29 }, name, "middle"), inside,
    tick({ x: 6, y: 11 }, upName, "start"));
  const node = element("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": label,
    class: "explore-plane" }, ground);
  // A curve through points; with a base, the area between the curve and it.
  node.curve = (look, base = null) => {
    const path = element("path", { class: look });
    inside.append(path);
    return (points) => {
      const ends = base === null || !points.length ? points
        : [[points[0][0], base], ...points, [points.at(-1)[0], base]];
      path.setAttribute("d", ends.map(([u, v], i) =>
        `${i ? "L" : "M"}${across(u).toFixed(1)} ${down(v).toFixed(1)}`).join(""));
    };
  };
  node.dot = (look) => {
    const circle = element("circle", { class: look, r: 5 });
    inside.append(circle);
    return ([u, v]) => {
      circle.setAttribute("cx", across(u).toFixed(1));
      circle.setAttribute("cy", down(v).toFixed(1));
    };
  };
  return node;
}

// Lines of a name, a bar from 0, and a number; set(values) in their order.
export function bars(names, [low, high], digits = 2) {
  const rows = names.map(([name, look]) => {
    const bar = element("rect", { class: look, y: 3, height: 10 });
    const zero = 100 * -low / (high - low);
    const axis = element("line", { class: "explore-axis", x1: zero, x2: zero, y1: 0, y2: 16 });
    const number = element("span", { class: "explore-number" });
    const set = (value) => {
      const end = Math.min(Math.max(100 * (value - low) / (high - low), 0), 100);
      bar.setAttribute("x", Math.min(zero, end));
      bar.setAttribute("width", Math.abs(end - zero));
      number.textContent = shown(value, digits);
    };
    const picture = element("svg", { viewBox: "0 0 100 16", preserveAspectRatio: "none",
      "aria-hidden": true }, bar, axis);
    return { set, node: element("div", {}, element("span", {}, name), picture, number) };
  });
  const node = element("div", { class: "explore-bars" }, ...rows.map((row) => row.node));
  node.set = (values) => rows.forEach((row, i) => row.set(values[i]));
  return node;
}

// The entries of a legend: [text, look], or [text, look, "dot"].
export function legend(...entries) {
  return element("p", { class: "explore-legend" }, ...entries.map(([text, look, dot]) =>
    element("span", {}, element("svg", { viewBox: "0 0 24 12", "aria-hidden": true },
      dot ? element("circle", { class: look, cx: 12, cy: 6, r: 4 })
        : element("path", { class: look, d: "M1 6H23" })), text)));
}

// [x, f(x)] at n + 1 even places.
export function sampled(f, [from, to], n = 160) {
  return Array.from({ length: n + 1 }, (_, i) => {
    const x = from + (to - from) * i / n;
    return [x, f(x)];
  });
}
