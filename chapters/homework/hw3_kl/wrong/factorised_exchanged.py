"""The two directions are exchanged."""

QUESTION = "factorised"
MARKS = 0
MESSAGES = {
    "factorised_by_hand": "should be [1, 1]",
    "factorised_forward": "the reverse KL's variances",
    "factorised_reverse": "the forward KL's",
    "factorised_values": "are exchanged",
    "factorised_best": "is smaller for other variances",
}


def factorised(cov):
    """The forward KL's variances (d,), the reverse KL's (d,), and the KLs that remain.

    cov: (d, d), of p.
    """
    forward, reverse = np.diag(cov), 1 / np.diag(np.linalg.inv(cov))
    log_det = np.linalg.slogdet(cov)[1]
    remaining = np.sum(np.log(forward)) - log_det, log_det - np.sum(np.log(reverse))
    return reverse, forward, remaining[1] / 2, remaining[0] / 2
