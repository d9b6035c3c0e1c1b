"""KL(p ‖ q) for KL(q ‖ p)."""

QUESTION = "kl_diagonal"
MARKS = 2
MESSAGES = {
    "kl_by_hand": "the first KL should be",
    "kl_values": "the arguments are exchanged",
}


def kl_diagonal(mean, log_var, prior_mean, prior_log_var):
    """KL(q ‖ p) for each example, summed over the latents: (n,)."""
    log_ratio = prior_log_var - log_var
    distance = (mean - prior_mean) ** 2 / np.exp(log_var)
    return np.sum(np.exp(log_ratio) + distance - 1 - log_ratio, axis=1) / 2
