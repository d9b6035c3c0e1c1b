"""The decoder sees the mean."""

QUESTION = "sgvb"
MARKS = 1
MESSAGES = {
    "sgvb_a": "it sees the mean, not z",
    "sgvb_b": "it sees the mean, not z",
    "sgvb_bound": "mean",
}


def sgvb(x, mean, log_var, weight, bias, eps):
    """The pair A, B: (L, n) each.

    x: (n, D), each 0 or 1. mean, log_var: (n, d). weight: W, (D, d). bias: b, (D,).
    eps: (L, n, d).
    """
    z = mean + np.exp(log_var / 2) * eps
    logits = (mean + 0 * eps) @ weight.T + bias
    log_p = np.sum(x * logits - np.logaddexp(0, logits), axis=2)
    log_prior = -np.sum(z**2, axis=2) / 2  # log 2π stands in both and cancels
    log_q = -np.sum(log_var + eps**2, axis=2) / 2
    kl = np.sum(mean**2 + np.exp(log_var) - 1 - log_var, axis=1) / 2
    return log_p + log_prior - log_q, log_p - kl
