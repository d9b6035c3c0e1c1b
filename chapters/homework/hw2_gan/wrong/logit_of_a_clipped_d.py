"""D is clipped, as many programs do."""

QUESTION = "optimal_logit"
MARKS = 2
MESSAGES = {
    "logit_by_hand": "the logits should be [0, 1, -inf, 0]",
    "logit_in_far_tails": "D was clipped to [1e-08",
}


def optimal_logit(log_p_data, log_p_g, share, smooth):
    with np.errstate(invalid="ignore"):
        logit = log_p_data - log_p_g + np.log(share) - np.log(1 - share)
    d = np.clip((1 - smooth) / (1 + np.exp(-np.clip(logit, -99, 99))), 1e-8, 1 - 1e-8)
    return np.where(np.isneginf(log_p_data) & np.isneginf(log_p_g), 0.0, np.log(d) - np.log(1 - d))
