"""Both players move at the same time."""

QUESTION = "algorithm_1"
MARKS = 3
MESSAGES = {
    "round_of_g": "yours meets the one before it",
    "rounds_with_momentum": "yours meets the one before it",
}


def algorithm_1(generator, discriminator, x, z_d, z_g, rate_g, rate_d, momentum):
    """The pair generator, discriminator after T rounds, each a list of four arrays.

    generator: [(d, h), (h,), (h, D), (D,)]. discriminator: [(D, h), (h,), (h, 1), (1,)].
    x: (T, k, m, D). z_d: (T, k, m, d), for the steps of D. z_g: (T, m, d), for those of G.
    """
    g, d = generator, discriminator
    v_g, v_d = ([np.zeros_like(w) for w in weights] for weights in (g, d))

    def forward(weights, x):
        w_1, b_1, w_2, b_2 = weights
        hidden = np.tanh(x @ w_1 + b_1)
        return hidden @ w_2 + b_2, hidden

    def backward(weights, x, hidden, slope):
        """The gradient of the weights, and that of x, from the slope at the output."""
        inner = (slope @ weights[2].T) * (1 - hidden**2)
        own = [x.T @ inner, inner.sum(axis=0), hidden.T @ slope, slope.sum(axis=0)]
        return own, inner @ weights[0].T

    def sigmoid(logits):
        return np.exp(-np.logaddexp(0, -logits))

    def step(weights, velocity, gradient, rate):
        velocity = [momentum * v + g for v, g in zip(velocity, gradient)]
        return [w + rate * v for w, v in zip(weights, velocity)], velocity

    for minibatches, codes, new_codes in zip(x, z_d, z_g):
        old = d
        for real, z in zip(minibatches, codes):
            fake, _ = forward(g, z)
            logits, hidden = forward(d, real)
            on_real, _ = backward(d, real, hidden, sigmoid(-logits) / len(real))
            logits, hidden = forward(d, fake)
            on_fake, _ = backward(d, fake, hidden, -sigmoid(logits) / len(fake))
            d, v_d = step(d, v_d, [a + b for a, b in zip(on_real, on_fake)], rate_d)
        fake, hidden_g = forward(g, new_codes)
        logits, hidden = forward(old, fake)
        _, slope = backward(old, fake, hidden, -sigmoid(-logits) / len(fake))
        gradient, _ = backward(g, new_codes, hidden_g, slope)
        g, v_g = step(g, v_g, gradient, -rate_g)
    return g, d
