// Gridworld on a page: three ways to look at a map that the reader changes.
import {
  ACTIONS, evaluate, gridworld, improve, optimalActions, solve, sweep,
} from "../core/gridworld.js";
import { thresholds } from "../core/thresholds.js";
import { squares } from "../board.js";
import { button, choice, counted, element, mount, shown, slider, status } from "../frame.js";

const LECTURE = ["...+", ".#.-", "...."];
const STUDENT = [">>> ", "^ ^ ", "^<<<"];
const CYCLE = ".#+-";

const say = status();
const state = { rows: LECTURE, r: -0.5, slip: 0, gamma: 100, mode: "best", v: [], n: 0, arrows: [] };
const help = element("p", { class: "explore-help" });
const kinks = element("p", { class: "explore-kinks" });
const board = squares(3, 4, press, (r, c, action) => {
  if (state.mode === "policy") state.arrows[r][c] = action;
  update();
  return state.mode === "policy";
});

function press(r, c) {
  const row = [...state.rows[r]];
  if (state.mode !== "policy") {
    row[c] = CYCLE[(CYCLE.indexOf(row[c]) + 1) % 4];
    state.rows = state.rows.with(r, row.join(""));
    begin();
    later();
  } else if (row[c] === ".") {
    state.arrows[r][c] = [3, 2, 0, 1][state.arrows[r][c]]; // clockwise
  }
  update();
}

const world = () => gridworld(state.rows,
  { stepReward: state.r, slip: state.slip / 100, gamma: state.gamma / 100 });

function begin() {
  state.v = world().exit.map(() => 0);
  state.n = 0;
}

function student() {
  state.arrows = STUDENT.map((row) => [...row].map((arrow) => Math.max("^v<>".indexOf(arrow), 0)));
}

const policyOf = ({ squares: all }) => all.map(([r, c]) => state.arrows[r][c]);

// What each mode shows: values, arrows by state, where something is lacking, and a sentence.
const MODES = {
  best(w) {
    const { v } = solve(w);
    const arrows = optimalActions(w, v);
    const tied = arrows.filter((a) => a.filter(Boolean).length > 1).length;
    const lost = v.filter((x) => x === -Infinity).length;
    return [v, arrows, [], !w.exit.some((x) => x !== null) ? "There is no exit on the map." :
      `At step reward ${state.fraction ?? shown(state.r)}, ` + (tied
        ? `${counted(tied, "square has", "squares have")} more than one best arrow.`
        : "every square has one best arrow.")
      + (lost ? ` From ${counted(lost, "square")} there is no way to an exit.` : "")
      + (state.r || state.gamma < 100 ? "" : " A step costs nothing: some arrows lead in circles.")];
  },
  sweeps(w) {
    const change = Math.max(0, ...sweep(w, state.v).map((x, s) => Math.abs(x - state.v[s])));
    return [state.v, optimalActions(w, state.v), [], `After ${counted(state.n, "sweep")}. The next one `
      + (change > 5e-7 ? `changes a value by ${shown(change, change < 0.01 ? 6 : 2)}.`
        : "changes nothing to six digits: these are the best values.")];
  },
  policy(w) {
    const policy = policyOf(w);
    const v = evaluate(w, policy);
    const lacks = solve(w).v.map((x, s) => (x === v[s] ? 0 : x - v[s]));
    const most = Math.max(0, ...lacks);
    const endless = v.filter((x) => x === -Infinity).length;
    const short = lacks.filter((x) => x > 1e-9 * (1 + Math.abs(state.r))).length;
    const next = improve(w, policy, v).filter((a, s) => a !== policy[s]).length;
    return [v, policy.map((a, s) => ACTIONS.map((_, b) => w.exit[s] === null && a === b)),
      lacks.map((x) => x > 1e-9 * (1 + Math.abs(state.r))), most === Infinity
        ? `Not optimal: from ${counted(endless, "square")} the walk never ends.` : short
        ? `Not optimal: ${counted(short, "square is", "squares are")} worth less than they can be, the `
          + `worst by ${shown(most)}. In ${counted(next, "square")} another action is better at once.`
        : "This policy is optimal: no policy is worth more in any square."];
  },
};

function update() {
  const w = world();
  const [v, arrows, lacks, sentence] = MODES[state.mode](w);
  board.show(w, v, arrows, lacks);
  for (const part of parts) part.hidden = part.dataset.mode !== state.mode;
  for (const mark of kinks.querySelectorAll("button")) {
    mark.setAttribute("aria-pressed", Math.abs(mark.r - state.r) < 1e-12);
  }
  help.textContent = state.mode === "policy"
    ? "Press a square to turn its arrow, or use the arrow keys on it."
    : "Press a square to make it a wall, +1, −1, or free again.";
  say.say(sentence);
}

// The breakpoints take longer than a slider may, and do not depend on the step reward.
let waiting;
function later() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const found = thresholds(state.rows, state.slip, state.gamma).reverse();
    const marks = found.map(([p, q]) => {
      const text = `${p}${q === 1n ? "" : `/${q}`}`.replace("-", "−");
      const r = Number(p) / Number(q);
      const short = text.length < 9 ? text : `${shown(r, 4)}…`;
      const mark = button(short, () => setReward(r, text));
      mark.r = r;
      mark.title = text;
      return mark;
    });
    kinks.replaceChildren(found.length ? "The best arrows change at the step rewards "
      : "The best arrows are the same at every step reward up to 0.", ...marks);
    const long = found.map(([p, q]) => `${p}/${q}`).filter((text) => text.length > 8);
    if (long.length) {
      kinks.append(element("details", {}, element("summary", {}, "as fractions"),
        long.join(", ").replaceAll("-", "−")));
    }
    update();
  }, 60);
}

function setReward(r, fraction = null) {
  Object.assign(state, { r, fraction });
  reward.set(r);
  if (state.mode === "sweeps") begin();
  update();
}

function setWorld(change) {
  Object.assign(state, change);
  begin();
  later();
  update();
}

const reward = slider("step reward", { min: -3, max: 0, step: 0.01, value: state.r }, setReward);
const percent = (x) => shown(x / 100);
const slip = slider("slip", { min: 0, max: 60, step: 5, value: 0, text: percent },
  (x) => setWorld({ slip: x }));
const gamma = slider("discount γ", { min: 50, max: 100, step: 1, value: 100, text: percent },
  (x) => setWorld({ gamma: x }));
const parts = [
  element("div", { "data-mode": "sweeps" },
    button("One sweep", () => { state.v = sweep(world(), state.v); state.n += 1; update(); }),
    button("Back to V = 0", () => { begin(); update(); })),
  element("div", { "data-mode": "policy" },
    button("One round of policy iteration", () => {
      const w = world();
      const better = improve(w, policyOf(w), evaluate(w, policyOf(w)));
      w.squares.forEach(([r, c], s) => { state.arrows[r][c] = better[s]; });
      update();
    }),
    button("The student’s policy", () => { student(); update(); })),
];
const modes = choice("What is shown", [
  ["best", "Best policy"], ["sweeps", "Value iteration"], ["policy", "Your policy"],
], "best", (mode) => { state.mode = mode; update(); });

function lecture() {
  [[reward, -0.5], [slip, 0], [gamma, 100]].forEach(([control, value]) => control.set(value));
  student();
  setWorld({ rows: LECTURE, r: -0.5, fraction: null, slip: 0, gamma: 100 });
}

mount("gridworld", modes, element("div", { class: "explore-columns" },
  element("div", {}, board, help, say),
  element("div", {}, reward, slip, gamma, ...parts,
    button("The lecture’s world", lecture), kinks)));
lecture();
