"""The mean over the latents for the sum."""

QUESTION = "kl_diagonal"
MARKS = 2
MESSAGES = {
    "kl_by_hand": "the first KL should be",
    "kl_values": "not their mean",
}


def kl_diagonal(mean, log_var, prior_mean, prior_log_var):
    """KL(q ‖ p) for each example, summed over the latents: (n,)."""
    log_ratio = log_var - prior_log_var
    distance = (mean - prior_mean) ** 2 / np.exp(prior_log_var)
    return np.mean(np.exp(log_ratio) + distance - 1 - log_ratio, axis=1) / 2
