"""D is computed from the logit's parts and clipped, as many programs do."""

QUESTION = "optimal_logit"
MARKS = 2
MESSAGES = {
    "logit_by_hand": "the logits should be [0, 1, -inf, 0], but are [  0.           1.         -18.42068073   0.        ]",
    "logit_in_far_tails": "D was clipped to [1e-08, 1 − 1e-08]: work with logarithms instead",
}


def optimal_logit(log_p_data, log_p_g, share, smooth):
    with np.errstate(invalid="ignore"):
        l = log_p_data - log_p_g
    d = 1 / (1 + np.exp(-np.clip(l, -500, 500)))
    d = share * d / (share * d + (1 - share) * (1 - d)) * 1.0
    d = np.clip((1 - smooth) * d, 1e-8, 1 - 1e-8)
    return np.where(np.isneginf(log_p_data) & np.isneginf(log_p_g), 0.0, np.log(d) - np.log(1 - d))
