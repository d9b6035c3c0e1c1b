// A decoder of two latents, as lib/networks.py has it: layers of whole numbers, in multiples of a
// unit, with relu between them; and what the codes of test images near a code show.

// p_θ(x|z): for each pixel the probability that it is white.
export function pixels(layers, unit, z) {
  return layers.reduce((x, { kernel, bias }, i) => {
    const y = bias.map((b) => unit * b);
    kernel.forEach((row, j) => {
      const factor = unit * (i ? Math.max(x[j], 0) : x[j]);
      if (factor) for (let k = 0; k < row.length; k++) y[k] += factor * row[k];
    });
    return y;
  }, z).map((logit) => 1 / (1 + Math.exp(-logit)));
}

// The entry of the lattice's point that is nearest to z; z_1 runs faster.
export function nearest(neighbours, reach, z) {
  const side = Math.sqrt(neighbours.length);
  const [i, j] = z.map((value) => {
    const place = Math.round((side - 1) * (value + reach) / (2 * reach));
    return Math.min(Math.max(place, 0), side - 1);
  });
  return neighbours[side * j + i];
}
