"""The squared distance is not divided by the prior's variance."""

QUESTION = "kl_diagonal"
MARKS = 2
MESSAGES = {
    "kl_values": "divided by the prior's variance",
    "kl_units": "yours changes",
}


def kl_diagonal(mean, log_var, prior_mean, prior_log_var):
    """KL(q ‖ p) for each example, summed over the latents: (n,)."""
    log_ratio = log_var - prior_log_var
    distance = (mean - prior_mean) ** 2
    return np.sum(np.exp(log_ratio) + distance - 1 - log_ratio, axis=1) / 2
