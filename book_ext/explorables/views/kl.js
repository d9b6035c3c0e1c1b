// Which way the KL points: one q beside two modes, four objectives, and the way downhill.
import { descend, divergences, logModes, OBJECTIVES } from "../core/kl.js";
import { logNormal } from "../core/gaussian.js";
import { button, choice, element, mount, shown, slider, status } from "../frame.js";
import { bars, legend, plane, sampled } from "../plot.js";

const X = [-9, 9];
const D = [0, 4];
const START = { d: 2.5, mean: 1, std: 1.5 };
const state = { ...START, name: "reverse KL", follows: false, trail: [] };

const line = plane({ label: "The two modes of p and the one Gaussian q, as densities",
  x: X, y: [0, 0.62], name: "x", xTicks: [-8, -4, 0, 4, 8], yTicks: [0, 0.2, 0.4, 0.6] });
const modes = line.curve("explore-quiet", 0);
const gaussian = line.curve("explore-b");
const map = plane({ label: "Where q has been: its mean against the separation of the modes",
  x: D, y: [-4.5, 4.5], name: "separation d", upName: "mean of q", xTicks: [0, 1, 2, 3, 4], yTicks: [-4, -2, 0, 2, 4] });
const means = [map.curve("explore-quiet"), map.curve("explore-quiet")];
means.forEach((mean, i) => mean([[0, 0], [D[1], i ? D[1] : -D[1]]]));
const trail = map.curve("explore-a");
const here = map.dot("explore-b");
const heights = bars(Object.keys(OBJECTIVES).map((name) => [name, "explore-b"]), [-1, 3], 3);
const say = status();

const sliders = Object.fromEntries([
  ["d", "separation d", ...D], ["mean", "mean of q", -5, 5], ["std", "width of q", 0.4, 5],
].map(([key, name, min, max]) => [key, slider(name, { min, max, step: 0.02, value: state[key] },
  (value) => move({ [key]: value }, key === "d" && state.follows))]));

function set(change) {
  Object.assign(state, change);
  for (const key of Object.keys(sliders)) sliders[key].set(state[key]);
}

function move(change, follow, words = "") {
  const before = state.mean;
  set(change);
  if (follow) {
    const { mean, std } = descend(state.name, state.d, state.mean, state.std);
    set({ mean, std });
    const leap = Math.abs(mean - before);
    state.trail.push([state.d, mean]);
    if (leap > 0.7) words = `q jumped from ${shown(before)} to ${shown(mean)}. `;
  } else state.trail = [[state.d, state.mean]];
  update(words);
}

function update(words = "") {
  const { d, mean, std, name } = state;
  const found = divergences(d, mean, std);
  modes(sampled((x) => Math.exp(logModes(x, d)), X));
  gaussian(sampled((x) => Math.exp(logNormal(x, mean, std)), X));
  trail(state.trail);
  here([d, mean]);
  heights.set(Object.values(found));
  const end = descend(name, d, mean, std);
  const level = Math.hypot(end.mean - mean, end.std - std) < 0.02;
  say.say(`${words}${name}: ${shown(found[name], 3)} with q = N(${shown(mean)}, ${shown(std)}²). `
    + (level ? "Here it is level." : `Downhill from here lies N(${shown(end.mean)}, ${shown(end.std)}²).`));
}

const follows = element("input", { type: "checkbox",
  change: (event) => move({ follows: event.target.checked }, event.target.checked) });

mount("kl",
  choice("Which objective", Object.keys(OBJECTIVES).map((name) => [name, name]), state.name,
    (name) => { state.trail = []; move({ name }, state.follows); }),
  element("div", { class: "explore-columns" },
    element("div", {}, line, legend(["p", "explore-quiet"], ["q", "explore-b"])),
    element("div", {}, map, legend(["the modes", "explore-quiet"], ["q’s path", "explore-a"],
      ["q", "explore-b", "dot"]))),
  say, element("div", { class: "explore-columns" },
    element("div", {}, ...Object.values(sliders),
      element("label", { class: "explore-check" }, follows,
        element("span", {}, "q follows downhill while d moves")),
      button("Descend from here", () => move({}, true)),
      button("To the right mode", () => move({ mean: state.d, std: 1 }, state.follows)),
      button("Start again", () => move({ ...START }, state.follows))), heights));
move({}, false);
