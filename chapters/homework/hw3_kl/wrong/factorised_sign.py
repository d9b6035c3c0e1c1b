"""The divergences have the wrong sign."""

QUESTION = "factorised"
MARKS = 3
MESSAGES = {
    "factorised_by_hand": "about 0.511",
    "factorised_values": "a divergence is not negative",
}


def factorised(cov):
    """The forward KL's variances (d,), the reverse KL's (d,), and the KLs that remain.

    cov: (d, d), of p.
    """
    forward, reverse = np.diag(cov), 1 / np.diag(np.linalg.inv(cov))
    log_det = np.linalg.slogdet(cov)[1]
    remaining = np.sum(np.log(forward)) - log_det, log_det - np.sum(np.log(reverse))
    return forward, reverse, -remaining[0] / 2, -remaining[1] / 2
