"""The diagonal of the precision is not inverted."""

QUESTION = "factorised"
MARKS = 1
MESSAGES = {
    "factorised_by_hand": "should be [0.36, 0.36]",
    "factorised_reverse": "its entries must be inverted",
    "factorised_values": "is wrong",
    "factorised_best": "the reverse KL is smaller",
}


def factorised(cov):
    """The forward KL's variances (d,), the reverse KL's (d,), and the KLs that remain.

    cov: (d, d), of p.
    """
    forward, reverse = np.diag(cov), np.diag(np.linalg.inv(cov))
    log_det = np.linalg.slogdet(cov)[1]
    remaining = np.sum(np.log(forward)) - log_det, log_det - np.sum(np.log(reverse))
    return forward, reverse, remaining[0] / 2, remaining[1] / 2
