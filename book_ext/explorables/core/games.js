// Two games of one number each. G moves θ to lower V, D moves ψ to raise V − ½ penalty ψ² (R1).
//   Dirac (Mescheder et al. 2018): data at 0, G at θ, D(x) = 1/(1 + exp(−ψ x)):
//     V = log ½ + log(1 − D(θ)).
//   bilinear: V = θ ψ.
// Each is at rest at θ = ψ = 0 alone.
export const GAMES = {
  // [∂V/∂θ, ∂V/∂ψ]
  Dirac: (theta, psi) => {
    const d = 1 / (1 + Math.exp(-theta * psi));
    return [-psi * d, -theta * d];
  },
  bilinear: (theta, psi) => [psi, theta],
};

// One step of each player: both from the same point, or D first and G against the new D.
export function step(game, [theta, psi], { rate, penalty, alternating }) {
  const slope = GAMES[game];
  const moved = psi + rate * (slope(theta, psi)[1] - penalty * psi);
  return [theta - rate * slope(theta, alternating ? moved : psi)[0], moved];
}

// The points of `steps` steps, the first included; it ends early where it has left the picture.
export function play(game, start, options, steps) {
  const points = [start];
  while (points.length <= steps && Math.hypot(...points.at(-1)) < 1e3) {
    points.push(step(game, points.at(-1), options));
  }
  return points;
}

// By how much a step multiplies the distance to (0, 0) in the long run, close to it: the larger
// modulus of the eigenvalues of its derivative there.
export function factor(game, { rate, penalty, alternating }) {
  const a = { Dirac: -rate / 2, bilinear: rate }[game]; // θ' = θ − a ψ, ψ' = (1 − rate penalty) ψ + a θ
  const keep = 1 - rate * penalty;
  const trace = 1 + keep - (alternating ? a * a : 0);
  const determinant = keep + (alternating ? 0 : a * a);
  const root = trace * trace / 4 - determinant;
  return root < 0 ? Math.sqrt(determinant) : Math.abs(trace / 2) + Math.sqrt(root);
}
