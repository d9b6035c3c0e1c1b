// A generator p_g = N(mean, std²) and any discriminator D, for p_data = N(0, 1), as in lib/gan.py and
// lib/gan_theory.py. In nats; log densities, so that D is right where both densities are tiny.
import { even, logAddExp, logNormal, softplus } from "./gaussian.js";

const STEP = 0.1;
const LINE = even(27, STEP);

// D(x) = 1/(1 + exp(−l)) with l = trust · (log p_data − log p_g): the best one at trust = 1.
export function discriminator(x, mean, std, trust) {
  return 1 / (1 + Math.exp(-logit(x, mean, std, trust)));
}

// V(D, G) = ∫ p_data log D + ∫ p_g log(1 − D).
export function value(mean, std, trust) {
  return integral((x) => {
    const l = logit(x, mean, std, trust);
    return -Math.exp(logNormal(x, 0, 1)) * softplus(-l) - Math.exp(logNormal(x, mean, std)) * softplus(l);
  });
}

// JSD(p_data‖p_g), from log m = log ½(p_data + p_g).
export function jensenShannon(mean, std) {
  return integral((x) => {
    const [p, q] = [logNormal(x, 0, 1), logNormal(x, mean, std)];
    const m = logAddExp(p, q) - Math.LN2;
    return (Math.exp(p) * (p - m) + Math.exp(q) * (q - m)) / 2;
  });
}

// The slope in the generator's mean of each loss, D held fixed: of E log(1 − D(G(z))), which is
// −E[D l'], and of −E log D(G(z)), which is −E[(1 − D) l'].
export function slopes(mean, std, trust) {
  const slope = (share) => -integral((x) => {
    const change = trust * ((x - mean) / std ** 2 - x); // l'(x)
    return Math.exp(logNormal(x, mean, std)) * share(discriminator(x, mean, std, trust)) * change;
  });
  return { saturating: slope((d) => d), nonSaturating: slope((d) => 1 - d) };
}

function logit(x, mean, std, trust) {
  return trust * (logNormal(x, 0, 1) - logNormal(x, mean, std));
}

function integral(f) {
  return STEP * LINE.reduce((sum, x) => sum + f(x), 0);
}
