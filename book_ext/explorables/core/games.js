// Two games of one number each. G moves θ to lower V, D moves φ to raise V − ½ penalty φ² (R1).
//   Dirac (Mescheder et al. 2018): data at 0, G at θ, D(x) = 1/(1 + exp(−φ x)):
//     V = log ½ + log(1 − D(θ)).
//   bilinear: V = θ φ.
// Each is at rest at θ = φ = 0 alone.
export const GAMES = {
  // [∂V/∂θ, ∂V/∂φ]
  Dirac: (theta, phi) => {
    const d = 1 / (1 + Math.exp(-theta * phi));
    return [-phi * d, -theta * d];
  },
  bilinear: (theta, phi) => [phi, theta],
};

// One step of each player: both from the same point, or D first and G against the new D.
export function step(game, [theta, phi], { rate, penalty, alternating }) {
  const slope = GAMES[game];
  const moved = phi + rate * (slope(theta, phi)[1] - penalty * phi);
  return [theta - rate * slope(theta, alternating ? moved : phi)[0], moved];
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
  const a = { Dirac: -rate / 2, bilinear: rate }[game]; // θ' = θ − a φ, φ' = (1 − rate penalty) φ + a θ
  const keep = 1 - rate * penalty;
  const trace = 1 + keep - (alternating ? a * a : 0);
  const determinant = keep + (alternating ? 0 : a * a);
  const root = trace * trace / 4 - determinant;
  return root < 0 ? Math.sqrt(determinant) : Math.abs(trace / 2) + Math.sqrt(root);
}
