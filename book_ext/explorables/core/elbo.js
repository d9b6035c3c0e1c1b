// The linear model z ~ N(0, 1), x ~ N(w z, σ²) with one number each, and q(z) = N(mean, std²), as in
// lib/linear_gaussian.py. In nats.
import { logNormal } from "./gaussian.js";

// log p(x) = log N(x; 0, w² + σ²).
export function logEvidence(x, w, sigma) {
  return logNormal(x, 0, Math.hypot(w, sigma));
}

// p(z|x) = N(w x/(w² + σ²), σ²/(w² + σ²)): the E-step.
export function posterior(x, w, sigma) {
  return { mean: w * x / (w * w + sigma * sigma), std: sigma / Math.hypot(w, sigma) };
}

// E_q log p(x|z).
export function reconstruction(x, w, sigma, mean, std) {
  return logNormal(x, w * mean, sigma) - (w * std / sigma) ** 2 / 2;
}

// KL(N(m, s²)‖N(mean, std²)).
export function klNormal(m, s, mean, std) {
  return ((s / std) ** 2 + ((m - mean) / std) ** 2 - 1) / 2 - Math.log(s / std);
}

// The reconstruction term less the KL regulariser.
export function elbo(x, w, sigma, mean, std) {
  return reconstruction(x, w, sigma, mean, std) - klNormal(mean, std, 0, 1);
}

// log p(x) − ELBO = KL(q‖p(z|x)).
export function gap(x, w, sigma, mean, std) {
  const exact = posterior(x, w, sigma);
  return klNormal(mean, std, exact.mean, exact.std);
}

// The w at which the ELBO of this q is largest: the M-step.
export function bestWeight(x, mean, std) {
  return mean * x / (mean * mean + std * std);
}
