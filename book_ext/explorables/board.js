// A table of squares to press: walls, exits, and free squares with a value and arrows, also in words.
import { ACTIONS } from "./core/gridworld.js";
import { element, shown } from "./frame.js";

const KEYS = { ArrowUp: 0, ArrowDown: 1, ArrowLeft: 2, ArrowRight: 3 };
const HEADS = ["50,4 60,16 40,16", "50,96 60,84 40,84", "4,50 16,40 16,60", "96,50 84,40 84,60"];
// Class, text, words. Classes are written out: the site drops rules for others.
const KINDS = {
  wall: ["explore-wall", "", "wall"],
  plus: ["explore-plus", "+1", "exit, plus 1"],
  minus: ["explore-minus", "−1", "exit, minus 1"],
};

// press(row, column) is called for a square that is pressed; turn(row, column, action) for an arrow
// key on it, which is used up if turn says so.
export function squares(height, width, press, turn) {
  const cells = Array.from({ length: height }, (_, r) => Array.from({ length: width }, (_, c) => {
    const heads = HEADS.map((points) => element("polygon", { points }));
    const text = element("span");
    const node = element("button", {
      type: "button", click: () => press(r, c),
      keydown: (event) => {
        if (event.key in KEYS && turn(r, c, KEYS[event.key])) event.preventDefault();
      },
    }, element("svg", { viewBox: "0 0 100 100", "aria-hidden": true }, ...heads), text);
    return { node, heads, text };
  }));
  const node = element("table", { class: "explore-board" }, element("tbody", {},
    ...cells.map((row) => element("tr", {}, ...row.map((cell) => element("td", {}, cell.node))))));

  // The values v, the arrows and what lacks something, by state of a world of core/gridworld.js.
  node.show = (world, v, arrows, lacks) => {
    const largest = Math.max(1, ...v.filter(Number.isFinite).map(Math.abs));
    const state = new Map(world.squares.map(([r, c], s) => [r * width + c, s]));
    cells.forEach((row, r) => row.forEach((cell, c) => {
      const s = state.get(r * width + c);
      const exit = world.exit[s] ?? 0;
      const kind = s === undefined ? "wall" : exit > 0 ? "plus" : exit < 0 ? "minus" : "free";
      const free = kind === "free";
      const pointing = free ? ACTIONS.filter((_, a) => arrows[s][a]) : [];
      const value = free ? shown(v[s]) : "";
      const [look, mark, words] = KINDS[kind] ?? ["explore-free", value, `value ${value}, `
        + `${pointing.join(" or ") || "no arrow"}${lacks[s] ? ", not the best" : ""}`];
      cell.text.textContent = mark;
      cell.heads.forEach((head, a) => head.classList.toggle("explore-on", free && arrows[s][a]));
      cell.node.className = `${look}${free && lacks[s] ? " explore-lacks" : ""}`;
      cell.node.setAttribute("aria-label", `Row ${r + 1}, column ${c + 1}: ${words}`);
      const share = free && Number.isFinite(v[s]) ? Math.abs(v[s]) / largest : 0;
      cell.node.style.setProperty("--share", `${Math.round(38 * share)}%`);
      cell.node.style.setProperty("--hue", `var(--book-${v[s] < 0 ? "failed" : "accent"})`);
    }));
  };
  return node;
}
