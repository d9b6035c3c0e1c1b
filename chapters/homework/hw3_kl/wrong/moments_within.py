"""Only the mean of the covariances is taken."""

QUESTION = "match_moments"
MARKS = 1
MESSAGES = {
    "moments_by_hand": "variance 1 + 9",
    "moments_cov": "the spread of the means is missing",
    "moments_round": "the means spread too",
}


def match_moments(weights, means, covs):
    """The mean (d,), the covariance (d, d) and the round variance v, a number.

    weights: (k,). means: (k, d). covs: (k, d, d).
    """
    mean = weights @ means
    apart = means - mean
    cov = np.einsum("k,kij->ij", weights, covs)
    return mean, cov, np.trace(cov) / len(mean)
