"""The mean over the pixels for the sum."""

QUESTION = "bernoulli"
MARKS = 0
MESSAGES = {
    "bernoulli_by_hand": "two fair coins",
    "bernoulli_values": "do not average",
    "bernoulli_extreme": "log p(x) at large logits is wrong",
    "bernoulli_gradient": "not of the mean over the pixels",
}


def bernoulli(x, logits):
    """The pair log p(x), summed over the pixels, (n,), and its gradient in the logits, (n, D).

    x: (n, D), each 0 or 1. logits: (n, D).
    """
    small = np.exp(-np.abs(logits))
    log_prob = x * logits - np.maximum(logits, 0) - np.log1p(small)
    probability = np.where(logits >= 0, 1.0, small) / (1 + small)
    return np.mean(log_prob, axis=1), (x - probability) / x.shape[1]
