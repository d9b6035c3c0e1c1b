"""The two divergences are thought to be equal in all dimensions."""

QUESTION = "factorised"
MARKS = 4
MESSAGES = {
    "factorised_values": "both the forward KL",
}


def factorised(cov):
    """The forward KL's variances (d,), the reverse KL's (d,), and the KLs that remain.

    cov: (d, d), of p.
    """
    forward, reverse = np.diag(cov), 1 / np.diag(np.linalg.inv(cov))
    log_det = np.linalg.slogdet(cov)[1]
    remaining = np.sum(np.log(forward)) - log_det, log_det - np.sum(np.log(reverse))
    return forward, reverse, remaining[0] / 2, remaining[0] / 2
