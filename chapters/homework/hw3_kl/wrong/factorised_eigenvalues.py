"""The forward fit takes the axes of the ellipse."""

QUESTION = "factorised"
MARKS = 1
MESSAGES = {
    "factorised_by_hand": "should be [1, 1]",
    "factorised_forward": "a rotation to the eigenvectors",
    "factorised_best": "the forward KL is smaller",
    "factorised_values": "is wrong",
}


def factorised(cov):
    """The forward KL's variances (d,), the reverse KL's (d,), and the KLs that remain.

    cov: (d, d), of p.
    """
    forward, reverse = np.linalg.eigvalsh(cov), 1 / np.diag(np.linalg.inv(cov))
    log_det = np.linalg.slogdet(cov)[1]
    remaining = np.sum(np.log(forward)) - log_det, log_det - np.sum(np.log(reverse))
    return forward, reverse, remaining[0] / 2, remaining[1] / 2
