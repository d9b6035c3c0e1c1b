// Gridworld, as in lib/gridworld.py and lib/mdp.py: "." is free, "#" a wall, "+" and "-" are exits.
// Values are numbers by state, a policy an action by state, for r = stepReward ≤ 0. At γ = 1 a walk
// that never ends is worth −∞ if r < 0, and 0 if r = 0.
const MOVES = [[-1, 0], [1, 0], [0, -1], [0, 1]];
const OUTCOMES = [[0, 2, 3], [1, 2, 3], [2, 0, 1], [3, 0, 1]];
const EXITS = { "+": 1, "-": -1 };

export const ACTIONS = ["up", "down", "left", "right"];

// squares: the [row, column] of each state. exit: its reward, null where it is none.
// next[s][a]: where an action leads, ahead and to its sides; probability: of these three.
export function gridworld(rows, { stepReward, slip, gamma }) {
  const squares = [];
  rows.forEach((row, r) => [...row].forEach((kind, c) => kind !== "#" && squares.push([r, c])));
  const kindAt = ([r, c]) => rows[r]?.[c] ?? "#";
  const exit = squares.map((square) => EXITS[kindAt(square)] ?? null);
  const number = new Map(squares.map(([r, c], s) => [`${r} ${c}`, s]));
  const next = squares.map(([r, c], s) => {
    const ends = MOVES.map(([down, right]) =>
      exit[s] === null ? number.get(`${r + down} ${c + right}`) ?? s : s);
    return OUTCOMES.map((outcomes) => outcomes.map((move) => ends[move]));
  });
  return { squares, exit, next, probability: [1 - slip, slip / 2, slip / 2], stepReward, gamma };
}

// Q(s, a) = Σ p(s'|s, a) [r + the exit's reward + γ v(s')], and 0 in an exit.
export function actionValues(world, v) {
  const { exit, next, probability, stepReward, gamma } = world;
  const worth = v.map((value, s) => (exit[s] ?? 0) + gamma * value);
  return next.map((actions, s) => actions.map((ends) => exit[s] !== null ? 0 : stepReward
    + ends.reduce((sum, end, k) => probability[k] ? sum + probability[k] * worth[end] : sum, 0)));
}

// (Tv)(s) = max_a Q(s, a): one sweep of value iteration.
export function sweep(world, v) {
  return actionValues(world, v).map((q) => Math.max(...q));
}

// All actions with Q(s, a) = max_b Q(s, b), but for rounding; none in exits and where v = −∞.
export function optimalActions(world, v) {
  return actionValues(world, v).map((q, s) => {
    const best = Math.max(...q);
    const alike = 1e-9 * (1 + Math.abs(best));
    return q.map((value) => world.exit[s] === null && best > -Infinity && value >= best - alike);
  });
}

// V^π: the solution of (I − γP) v = R, where the walk ends.
export function evaluate(world, policy) {
  const { exit, stepReward, gamma } = world;
  const ends = policy.map((a, s) => possible(world, s, a));
  const endless = closure(exit.map((reward) => reward !== null), ends).map((found) => !found);
  if (gamma < 1 || !endless.includes(true)) return solveFor(world, policy, exit.map(() => true));
  if (stepReward === 0) return solveFor(world, policy, endless.map((never) => !never));
  const lost = closure(endless, ends);
  const v = solveFor(world, policy, lost.map((never) => !never));
  return v.map((value, s) => (lost[s] ? -Infinity : value));
}

// A better action wherever there is one: the second half of a round of policy iteration. Where the
// walk never ends, the way to the nearest exit.
export function improve(world, policy, v) {
  const ways = towards(world);
  return actionValues(world, v).map((q, s) => {
    const best = Math.max(...q);
    if (world.exit[s] !== null) return policy[s];
    if (v[s] === -Infinity) return Math.max(ways[s], 0);
    return best > q[policy[s]] + 1e-12 * (1 + Math.abs(best)) ? q.indexOf(best) : policy[s];
  });
}

// V* and an optimal policy, by policy iteration from one that ends wherever it can.
export function solve(world) {
  let policy = start(world);
  for (;;) {
    const v = evaluate(world, policy);
    const better = improve(world, policy, v);
    if (better.every((action, s) => action === policy[s])) return { v, policy };
    policy = better;
  }
}

// The action that leads to the nearest exit, 0 in one, −1 where there is no way.
export function towards(world) {
  const action = world.exit.map((reward) => (reward === null ? -1 : 0));
  const found = [...action.keys()].filter((s) => action[s] === 0);
  for (const end of found) {
    world.next.forEach((actions, s) => {
      const way = actions.findIndex((ends) => ends[0] === end);
      if (action[s] >= 0 || way < 0) return;
      action[s] = way;
      found.push(s);
    });
  }
  return action;
}

// A policy that ends wherever it can; at γ = 1 and r = 0, rather one that avoids all exits for sure.
function start(world) {
  const policy = towards(world).map((action) => Math.max(action, 0));
  if (world.stepReward < 0 || world.gamma < 1) return policy;
  const stays = avoidable(world);
  return policy.map((action, s) =>
    stays[s] ? ACTIONS.findIndex((_, a) => possible(world, s, a).every((end) => stays[end])) : action);
}

// From where all exits can be avoided, forever and with certainty.
function avoidable(world) {
  let stays = world.exit.map((reward) => reward === null);
  for (;;) {
    const fewer = stays.map((stay, s) => stay && ACTIONS.some((_, a) =>
      possible(world, s, a).every((end) => stays[end])));
    if (fewer.every((stay, s) => stay === stays[s])) return stays;
    stays = fewer;
  }
}

function possible(world, s, action) {
  return world.next[s][action].filter((_, k) => world.probability[k] > 0);
}

// The states from which one can come to a target, the targets included.
function closure(target, ends) {
  let found = target;
  for (;;) {
    const more = found.map((is, s) => is || ends[s].some((end) => found[end]));
    if (more.every((is, s) => is === found[s])) return found;
    found = more;
  }
}

// V^π where `counts`, else 0, by Gaussian elimination: no pivot of I − γP is 0 there.
function solveFor(world, policy, counts) {
  const { exit, next, probability, stepReward, gamma } = world;
  const rows = policy.map((action, s) => {
    const row = new Array(policy.length + 1).fill(0);
    row[s] = 1;
    if (exit[s] !== null || !counts[s]) return row;
    next[s][action].forEach((end, k) => {
      row[end] -= gamma * probability[k];
      row[policy.length] += probability[k] * (stepReward + (exit[end] ?? 0));
    });
    return row;
  });
  const last = policy.length;
  rows.forEach((pivot, i) => {
    for (let j = i + 1; j < last; j += 1) {
      const factor = rows[j][i] / pivot[i];
      if (factor) for (let k = i; k <= last; k += 1) rows[j][k] -= factor * pivot[k];
    }
  });
  const v = new Array(last).fill(0);
  for (let i = last - 1; i >= 0; i -= 1) {
    let rest = rows[i][last];
    for (let k = i + 1; k < last; k += 1) rest -= rows[i][k] * v[k];
    v[i] = rest / rows[i][i];
  }
  return v;
}
