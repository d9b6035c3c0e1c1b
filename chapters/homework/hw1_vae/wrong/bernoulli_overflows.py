"""The exponential of a large logit is taken."""

QUESTION = "bernoulli"
MARKS = 3
MESSAGES = {
    "bernoulli_extreme": "is not finite",
}


def bernoulli(x, logits):
    """The pair log p(x), summed over the pixels, (n,), and its gradient in the logits, (n, D).

    x: (n, D), each 0 or 1. logits: (n, D).
    """
    small = np.exp(-np.abs(logits))
    log_prob = x * logits - np.log(1 + np.exp(logits))
    probability = np.where(logits >= 0, 1.0, small) / (1 + small)
    return np.sum(log_prob, axis=1), x - probability
