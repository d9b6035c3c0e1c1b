"""log σ² is taken for log σ."""

QUESTION = "kl_diagonal"
MARKS = 1
MESSAGES = {
    "kl_by_hand": "the first KL should be",
    "kl_values": "yours takes it for log σ",
    "kl_units": "yours changes",
}


def kl_diagonal(mean, log_var, prior_mean, prior_log_var):
    """KL(q ‖ p) for each example, summed over the latents: (n,)."""
    log_ratio = 2 * (log_var - prior_log_var)
    distance = (mean - prior_mean) ** 2 / np.exp(2 * prior_log_var)
    return np.sum(np.exp(log_ratio) + distance - 1 - log_ratio, axis=1) / 2
