"""Hard labels are a special case; soft ones are computed from densities."""

QUESTION = "optimal_logit"
MARKS = 3
MESSAGES = {
    "logit_in_far_tails": "with ε > 0, where densities round to 0, the logit is not finite",
}


def optimal_logit(log_p_data, log_p_g, share, smooth):
    """The logit of the best D at n points, of shape (n,).

    log_p_data, log_p_g: (n,), may be -inf. share: π, 0 < π < 1. smooth: ε, 0 ≤ ε < 1.
    """
    with np.errstate(divide="ignore", invalid="ignore"):  # log 0, and inf - inf where both are 0
        real = np.log(share) + log_p_data
        fake = np.log1p(-share) + log_p_g
        called_fake = fake if smooth == 0 else np.log(smooth * np.exp(real) + np.exp(fake))
        logit = np.log1p(-smooth) + real - called_fake
    return np.where(np.isneginf(real) & np.isneginf(fake), 0.0, logit)
