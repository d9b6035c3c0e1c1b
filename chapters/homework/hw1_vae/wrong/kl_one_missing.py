"""The −1 of each latent is missing."""

QUESTION = "kl_diagonal"
MARKS = 1
MESSAGES = {
    "kl_by_hand": "the first KL should be",
    "kl_values": "the −1 of each latent is missing",
    "kl_zero": "the KL of p to itself",
}


def kl_diagonal(mean, log_var, prior_mean, prior_log_var):
    """KL(q ‖ p) for each example, summed over the latents: (n,)."""
    log_ratio = log_var - prior_log_var
    distance = (mean - prior_mean) ** 2 / np.exp(prior_log_var)
    return np.sum(np.exp(log_ratio) + distance - log_ratio, axis=1) / 2
