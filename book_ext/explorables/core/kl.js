// One Gaussian q = N(mean, std²) beside two modes p = ½ N(−d, 1) + ½ N(d, 1), as in lib/kl_fit.py:
// the divergences both ways, and the way downhill.
import { even, logAddExp, logNormal } from "./gaussian.js";

const STEP = 0.2;
const LINE = even(20, STEP);
const LOWEST = Math.log(2 * STEP); // of log std: a narrower q falls between the points
const HIGHEST = Math.log(5);

// a·KL(p‖q) + b·KL(q‖p) + c·JSD.
export const OBJECTIVES = {
  "forward KL": [1, 0, 0], "reverse KL": [0, 1, 0], JSD: [0, 0, 1], "non-saturating": [0, 1, -2],
};

export function logModes(x, d) {
  return logAddExp(logNormal(x, -d, 1), logNormal(x, d, 1)) - Math.LN2;
}

// All of OBJECTIVES at once.
export function divergences(d, mean, std) {
  let [forward, reverse, js] = [0, 0, 0];
  for (const x of LINE) {
    const [p, q] = [logModes(x, d), logNormal(x, mean, std)];
    const [a, b, m] = [Math.exp(p), Math.exp(q), logAddExp(p, q) - Math.LN2];
    forward += STEP * a * (p - q);
    reverse += STEP * b * (q - p);
    js += STEP * (a * (p - m) + b * (q - m)) / 2;
  }
  return Object.fromEntries(Object.entries(OBJECTIVES)
    .map(([name, [a, b, c]]) => [name, a * forward + b * reverse + c * js]));
}

// An objective at (mean, log std), and its gradient there. logP: log p at the points of LINE.
export function objective([a, b, c], logP, [mean, logStd]) {
  const std = Math.exp(logStd);
  const gradient = [0, 0];
  let value = 0;
  LINE.forEach((x, i) => {
    const p = logP[i];
    const q = logNormal(x, mean, std);
    const [pp, qq, m] = [Math.exp(p), Math.exp(q), c ? logAddExp(p, q) - Math.LN2 : 0];
    const js = c ? (pp * (p - m) + qq * (q - m)) / 2 : 0;
    value += STEP * (a * pp * (p - q) + b * qq * (q - p) + c * js);
    const weight = STEP * (-a * pp + b * qq * (q - p + 1) + (c && c * qq * (q - m) / 2));
    const z = (x - mean) / std;
    gradient[0] += weight * z / std;
    gradient[1] += weight * (z * z - 1);
  });
  return { value, gradient };
}

// Downhill from (mean, std) to where it is level: steps along the natural gradient, halved until they
// descend enough. The last of at most `steps`, with the path.
export function descend(name, d, mean, std, steps = 200) {
  const logP = LINE.map((x) => logModes(x, d));
  const height = (theta) => objective(OBJECTIVES[name], logP, theta);
  let theta = [mean, Math.min(Math.max(Math.log(std), LOWEST), HIGHEST)];
  let here = height(theta);
  const path = [theta];
  let rate = 1;
  for (let n = 0; n < steps; n += 1) {
    const variance = Math.exp(2 * theta[1]);
    const step = [-variance * here.gradient[0], -here.gradient[1] / 2]; // by Fisher's information
    const fall = step[0] * here.gradient[0] + step[1] * here.gradient[1];
    if (fall > -1e-14) break;
    let next;
    let there;
    for (;;) {
      next = [theta[0] + rate * step[0], Math.min(Math.max(theta[1] + rate * step[1], LOWEST), HIGHEST)];
      there = height(next);
      if (there.value <= here.value + rate * fall / 4 || rate < 1e-6) break;
      rate /= 2;
    }
    if (!(there.value < here.value)) break;
    [theta, here, rate] = [next, there, Math.min(2 * rate, 4)];
    path.push(theta);
  }
  return { mean: theta[0], std: Math.exp(theta[1]), path };
}
