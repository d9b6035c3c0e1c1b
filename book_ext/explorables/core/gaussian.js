// Densities on a line, and sums over an even grid of its points: the trapezoidal rule.
const LOG_2PI = Math.log(2 * Math.PI);

export function even(halfWidth, step) {
  const count = Math.round(halfWidth / step);
  return Array.from({ length: 2 * count + 1 }, (_, i) => step * (i - count));
}

export function logNormal(x, mean, std) {
  return -(LOG_2PI + ((x - mean) / std) ** 2) / 2 - Math.log(std);
}

// log(1 + exp(x)), for any x.
export function softplus(x) {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

export function logAddExp(x, y) {
  return x + softplus(y - x);
}
