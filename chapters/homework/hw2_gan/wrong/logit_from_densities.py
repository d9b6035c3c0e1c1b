"""The densities are computed first, and are 0 far out."""

QUESTION = "optimal_logit"
MARKS = 3
MESSAGES = {
    "logit_in_far_tails": "yours takes them for 0: subtract log densities",
}


def optimal_logit(log_p_data, log_p_g, share, smooth):
    p, q = np.exp(log_p_data), np.exp(log_p_g)
    a = (1 - smooth) * share * p
    b = smooth * share * p + (1 - share) * q
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(a + b > 0, np.log(a) - np.log(b), 0.0)
