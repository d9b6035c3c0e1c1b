// The ELBO on a page: q beside the posterior, both curves over w, and the terms as bars.
import {
  bestWeight, elbo, gap, klNormal, logEvidence, posterior, reconstruction,
} from "../core/elbo.js";
import { logNormal } from "../core/gaussian.js";
import { button, element, mount, shown, slider, status } from "../frame.js";
import { bars, legend, plane, sampled } from "../plot.js";

const Z = [-3.5, 3.5];
const W = [-0.5, 3.5];
const START = { x: 2, w: 0.6, sigma: 0.6, mean: 0.6, std: 0.6 };
const state = { ...START };
const density = (mean, std) => sampled((z) => Math.exp(logNormal(z, mean, std)), Z);

const codes = plane({ label: "Densities of the code z: the prior, the exact posterior and q",
  x: Z, y: [0, 1.5], name: "code z", xTicks: [-3, -2, -1, 0, 1, 2, 3], yTicks: [0, 0.5, 1, 1.5] });
const prior = codes.curve("explore-quiet", 0);
const exact = codes.curve("explore-a explore-dashed");
const guess = codes.curve("explore-b");
prior(density(0, 1));

const weights = plane({ label: "The log evidence and the ELBO of this q, as curves over the weight w",
  x: W, y: [-8, 0], name: "weight w", upName: "nats", xTicks: [0, 1, 2, 3],
  yTicks: [-8, -6, -4, -2, 0] });
const evidence = weights.curve("explore-a");
const bound = weights.curve("explore-b");
const between = weights.curve("explore-gap");
const below = weights.dot("explore-b");
const above = weights.dot("explore-a");

const terms = bars([
  ["reconstruction", "explore-b"], ["− KL regulariser", "explore-b"], ["= ELBO", "explore-b"],
  ["+ gap", "explore-quiet"], ["= log p(x)", "explore-a"],
], [-6, 3]);
const say = status();

const sliders = Object.fromEntries([
  ["x", "observation x", -3, 3], ["w", "weight w", -0.5, 3.5], ["sigma", "noise σ", 0.3, 1.5],
  ["mean", "mean of q", -3, 3], ["std", "width of q", 0.1, 2],
].map(([key, name, min, max]) => [key, slider(name, { min, max, step: 0.01, value: state[key] },
  (value) => { state[key] = value; update(); })]));

function set(change) {
  Object.assign(state, change);
  for (const key of Object.keys(change)) sliders[key].set(state[key]);
  update();
}

function update() {
  const { x, w, sigma, mean, std } = state;
  const best = posterior(x, w, sigma);
  const lost = gap(x, w, sigma, mean, std);
  const [top, low] = [logEvidence(x, w, sigma), elbo(x, w, sigma, mean, std)];
  exact(density(best.mean, best.std));
  guess(density(mean, std));
  evidence(sampled((at) => logEvidence(x, at, sigma), W, 80));
  bound(sampled((at) => elbo(x, at, sigma, mean, std), W, 80));
  between([[w, low], [w, top]]);
  below([w, low]);
  above([w, top]);
  terms.set([reconstruction(x, w, sigma, mean, std), -klNormal(mean, std, 0, 1), low, lost, top]);
  const higher = elbo(x, bestWeight(x, mean, std), sigma, mean, std) - low;
  say.say(`The ELBO, ${shown(low)}, lies ${lost < 0.005 ? "on" : `${shown(lost)} nats below`} `
    + `log p(x), ${shown(top)}. ` + (lost >= 0.005 ? "An E-step closes the gap."
    : higher >= 0.005 ? `An M-step raises the ELBO by ${shown(higher)}.`
    : "Neither step changes it by a hundredth: here EM ends."));
}

mount("elbo", element("div", { class: "explore-columns" },
  element("div", {}, codes, legend(["prior p(z)", "explore-quiet"],
    ["posterior p(z|x)", "explore-a explore-dashed"], ["q(z)", "explore-b"])),
  element("div", {}, weights, legend(["log p(x)", "explore-a"], ["ELBO of this q", "explore-b"]))),
say, button("E-step: q = p(z|x)", () => set(posterior(state.x, state.w, state.sigma))),
button("M-step: the best w", () => set({ w: bestWeight(state.x, state.mean, state.std) })),
button("Start again", () => set(START)), element("div", { class: "explore-columns" },
  element("div", {}, ...Object.values(sliders)), terms));
update();
