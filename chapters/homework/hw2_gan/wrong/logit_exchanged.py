"""D is taken for the probability that x was generated."""

QUESTION = "optimal_logit"
MARKS = 0
MESSAGES = {
    "logit_by_hand": "the logits should be [0, 1, -inf, 0]",
    "logit_in_far_tails": "D is the probability that x is real",
    "logit_with_share_and_labels": "with ε = 0 the logit is wrong",
}


def optimal_logit(log_p_data, log_p_g, share, smooth):
    """The logit of the best D at n points, of shape (n,).

    log_p_data, log_p_g: (n,), may be -inf. share: π, 0 < π < 1. smooth: ε, 0 ≤ ε < 1.
    """
    with np.errstate(divide="ignore", invalid="ignore"):  # log 0, and inf - inf where both are 0
        real = np.log(share) + log_p_data
        fake = np.log1p(-share) + log_p_g
        called_fake = np.logaddexp(np.log(smooth) + real, fake)
        logit = called_fake - np.log1p(-smooth) - real
    return np.where(np.isneginf(real) & np.isneginf(fake), 0.0, logit)
