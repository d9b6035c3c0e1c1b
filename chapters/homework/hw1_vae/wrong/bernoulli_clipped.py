"""Probabilities are clipped."""

QUESTION = "bernoulli"
MARKS = 3
MESSAGES = {
    "bernoulli_extreme": "a probability was clipped at 1e-07",
}


def bernoulli(x, logits):
    """The pair log p(x), summed over the pixels, (n,), and its gradient in the logits, (n, D).

    x: (n, D), each 0 or 1. logits: (n, D).
    """
    probability = 1 / (1 + np.exp(-logits))
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    log_prob = x * np.log(p) + (1 - x) * np.log(1 - p)
    return np.sum(log_prob, axis=1), x - probability
