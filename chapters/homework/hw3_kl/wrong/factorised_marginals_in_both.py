"""Both directions are thought to keep the marginal variances."""

QUESTION = "factorised"
MARKS = 1
MESSAGES = {
    "factorised_by_hand": "should be [0.36, 0.36]",
    "factorised_reverse": "those are the marginal variances",
    "factorised_values": "both the forward KL",
    "factorised_best": "the reverse KL is smaller",
}


def factorised(cov):
    """The forward KL's variances (d,), the reverse KL's (d,), and the KLs that remain.

    cov: (d, d), of p.
    """
    forward, reverse = np.diag(cov), np.diag(cov)
    log_det = np.linalg.slogdet(cov)[1]
    remaining = np.sum(np.log(forward)) - log_det, np.sum(np.log(reverse)) - log_det
    return forward, reverse, remaining[0] / 2, remaining[1] / 2
