"""The square of the mean is not subtracted."""

QUESTION = "match_moments"
MARKS = 1
MESSAGES = {
    "moments_by_hand": "diag(5, 1)",
    "moments_cov": "must be subtracted",
    "moments_round": "is wrong",
}


def match_moments(weights, means, covs):
    """The mean (d,), the covariance (d, d) and the round variance v, a number.

    weights: (k,). means: (k, d). covs: (k, d, d).
    """
    mean = weights @ means
    apart = means
    cov = np.einsum("k,kij->ij", weights, covs + apart[:, :, None] * apart[:, None])
    return mean, cov, np.trace(cov) / len(mean)
