"""The share is taken for that of generated points."""

QUESTION = "optimal_logit"
MARKS = 2
MESSAGES = {
    "logit_with_share_and_labels": "the share has the wrong sign",
}


def optimal_logit(log_p_data, log_p_g, share, smooth):
    """The logit of the best D at n points, of shape (n,).

    log_p_data, log_p_g: (n,), may be -inf. share: π, 0 < π < 1. smooth: ε, 0 ≤ ε < 1.
    """
    with np.errstate(divide="ignore", invalid="ignore"):  # log 0, and inf - inf where both are 0
        real = np.log1p(-share) + log_p_data
        fake = np.log(share) + log_p_g
        called_fake = np.logaddexp(np.log(smooth) + real, fake)
        logit = np.log1p(-smooth) + real - called_fake
    return np.where(np.isneginf(real) & np.isneginf(fake), 0.0, logit)
