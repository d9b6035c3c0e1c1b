// The best discriminator on a page, what V it reaches, and how it pushes the generator.
import { discriminator, jensenShannon, slopes, value } from "../core/gan.js";
import { logNormal } from "../core/gaussian.js";
import { button, element, mount, shown, slider, status } from "../frame.js";
import { bars, legend, plane, sampled } from "../plot.js";

const X = [-8, 8];
const START = { mean: 3, std: 0.8, trust: 0.5 };
const state = { ...START };

const line = plane({ label: "The densities of data and generator, with the discriminator over them",
  x: X, y: [0, 1.03], name: "x", xTicks: [-8, -4, 0, 4, 8], yTicks: [0, 0.5, 1] });
const data = line.curve("explore-quiet", 0);
const fake = line.curve("explore-b");
const best = line.curve("explore-a explore-dashed");
const used = line.curve("explore-a");
data(sampled((x) => Math.exp(logNormal(x, 0, 1)), X));

const values = bars([["V(D, G)", "explore-a"], ["C(G), best D", "explore-a"],
  ["−log 4", "explore-quiet"], ["2 JSD", "explore-b"]], [-4, 1.5]);
const pushes = bars([["saturating", "explore-b"], ["non-saturating", "explore-b"]], [-4, 4], 3);
const say = status();

const sliders = Object.fromEntries([
  ["mean", "G’s mean", -6, 6, 0.05], ["std", "G’s width", 0.4, 3, 0.05],
  ["trust", "D’s trust", -1, 2, 0.05],
].map(([key, name, min, max, step]) => [key, slider(name, { min, max, step, value: state[key] },
  (number) => { state[key] = number; update(); })]));

function set(change) {
  Object.assign(state, change);
  for (const key of Object.keys(change)) sliders[key].set(state[key]);
  update();
}

function update() {
  const { mean, std, trust } = state;
  const push = slopes(mean, std, trust);
  const [reached, most] = [value(mean, std, trust), value(mean, std, 1)];
  fake(sampled((x) => Math.exp(logNormal(x, mean, std)), X));
  best(sampled((x) => discriminator(x, mean, std, 1), X));
  used(sampled((x) => discriminator(x, mean, std, trust), X));
  values.set([reached, most, -Math.log(4), 2 * jensenShannon(mean, std)]);
  pushes.set([-push.saturating, -push.nonSaturating]);
  const less = most - reached;
  const way = (slope) => Math.abs(slope) < 5e-4 ? "nowhere" : slope > 0 ? "to the left" : "to the right";
  const [one, other] = [way(push.saturating), way(push.nonSaturating)];
  say.say((less < 5e-4 ? `This D is the best one: V = C(G) = ${shown(most)}, which is `
    + `${shown(most + Math.log(4))} above −log 4. ` : `This D reaches ${shown(reached)}, and the best `
    + `one ${shown(most)}: ${shown(less)} more. `)
    + (one === other ? `Both losses push G ${one}.`
      : `The saturating loss pushes G ${one}, the non-saturating one ${other}.`));
}

mount("gan", element("div", { class: "explore-columns" },
  element("div", {}, line, legend(["data", "explore-quiet"], ["generator G", "explore-b"],
    ["best D", "explore-a explore-dashed"], ["this D", "explore-a"])),
  element("div", {}, ...Object.values(sliders),
    element("p", { class: "explore-help" }, "D’s logit is that of the best D times its trust: at 1 it "
      + "is the best one, at 0 it tosses a coin, above 1 it is too sure, below 0 it is misled."),
    button("The best D", () => set({ trust: 1 })),
    button("G like the data", () => set({ mean: 0, std: 1 })),
    button("Start again", () => set(START)))),
say, element("div", { class: "explore-columns" }, values, element("div", {},
  element("p", { class: "explore-help" }, "How each loss pushes G’s mean while D is held fixed "
    + "(minus its slope):"), pushes)));
update();
