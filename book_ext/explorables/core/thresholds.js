// The step rewards r ≤ 0 at which the optimal actions of a gridworld change, exactly, as in
// lib/reward_thresholds.py. Each value is a line a + r b; everything is multiplied by what makes it
// an integer (BigInt), so that nothing is rounded.
import { gridworld, towards } from "./gridworld.js";

// slip and gamma in percent, whole numbers. Fractions [numerator, denominator], in lowest terms, as
// BigInts, from the largest r to the smallest. At γ = 1 squares without a way out do not count.
export function thresholds(rows, slip, gamma) {
  const model = integers(rows, slip, gamma);
  const found = [];
  if (!model.next.length) return found;
  let at = [0n, 1n];
  let { policy, advantage } = best(model, model.start, at);
  if (advantage.some((row) => row.some(([a, b]) => a === 0n && b !== 0n))) found.push(at);
  for (;;) {
    const falling = advantage.flat().filter(([, b]) => b < 0n);
    if (!falling.length) return found;
    at = falling.map(([a, b]) => [a, -b]).reduce((x, y) => (x[0] * y[1] < y[0] * x[1] ? y : x));
    const divisor = divide(at[0] < 0n ? -at[0] : at[0], at[1]);
    at = [at[0] / divisor, at[1] / divisor];
    found.push(at);
    ({ policy, advantage } = best(model, policy, at));
  }
}

// The world as integers: γ p(s'|s, a) times `scale`, and as many times the mean exit reward.
function integers(rows, slip, gamma) {
  const world = gridworld(rows, { stepReward: -1, slip: slip / 100, gamma: gamma / 100 });
  const chances = [200 - 2 * slip, slip, slip];
  const common = [20000, ...chances.map((chance) => 100 * chance), ...chances.map((c) => gamma * c)]
    .reduce(divide);
  const ways = towards(world);
  const counted = world.exit.map((x, s) => x === null && (gamma < 100 || ways[s] >= 0));
  const number = counted.map((counts, s) => counts ? counted.slice(0, s).filter(Boolean).length : -1);
  const states = [...counted.keys()].filter((s) => counted[s]);
  const reward = states.map((s) => world.next[s].map((ends) => BigInt(ends.reduce((sum, end, k) =>
    sum + (100 * chances[k] / common) * (world.exit[end] ?? 0), 0))));
  const next = states.map((s) => world.next[s].map((ends) => ends.map((end, k) =>
    [number[end], BigInt(gamma * chances[k] / common)]).filter(([end, p]) => end >= 0 && p)));
  const start = states.map((s) => Math.max(ways[s], 0));
  return { scale: BigInt(20000 / common), reward, next, start };
}

// Policy iteration for r just below `at`: the policy, and all Q − V as lines.
function best(model, policy, [p, q]) {
  const order = ([a, b]) => [a * q + b * p, -b];
  for (;;) {
    const advantage = advantages(model, policy);
    const better = advantage.map((lines, s) => {
      const keys = lines.map(order);
      let action = policy[s]; // of which Q − V = 0
      keys.forEach((key, a) => { if (above(key, keys[action])) action = a; });
      return action;
    });
    if (better.every((action, s) => action === policy[s])) return { policy, advantage };
    policy = better;
  }
}

function above(x, y) {
  return x[0] > y[0] || (x[0] === y[0] && x[1] > y[1]);
}

// scale · det · (Q − V) of all actions. V by Bareiss' elimination, whose divisions leave no rest: in
// the end each row is [0 … det … 0 | det · a, det · b].
function advantages({ scale, reward, next }, policy) {
  const n = policy.length;
  const rows = policy.map((action, s) => {
    const row = new Array(n).fill(0n);
    row[s] = scale;
    for (const [end, p] of next[s][action]) row[end] -= p;
    return [...row, reward[s][action], scale];
  });
  let last = 1n;
  for (let i = 0; i < n; i += 1) {
    const pivot = rows[i];
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = row[i];
      for (let k = 0; k < n + 2; k += 1) {
        row[k] = factor ? (pivot[i] * row[k] - factor * pivot[k]) / last : pivot[i] * row[k] / last;
      }
    }
    last = pivot[i];
  }
  const lines = (s) => [rows[s][n], rows[s][n + 1]];
  return next.map((actions, s) => actions.map((ends, action) => [0, 1].map((i) =>
    last * (i ? scale : reward[s][action])
    + ends.reduce((sum, [end, p]) => sum + p * lines(end)[i], 0n) - scale * lines(s)[i])));
}

// The greatest common divisor, of numbers or of BigInts.
function divide(a, b) {
  return b ? divide(b, a % b) : a;
}
