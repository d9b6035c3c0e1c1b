"""All components count the same."""

QUESTION = "match_moments"
MARKS = 1
MESSAGES = {
    "moments_mean": "must be weighted",
    "moments_cov": "must be weighted",
    "moments_round": "is wrong",
}


def match_moments(weights, means, covs):
    """The mean (d,), the covariance (d, d) and the round variance v, a number.

    weights: (k,). means: (k, d). covs: (k, d, d).
    """
    weights = np.full(len(weights), 1 / len(weights))
    mean = weights @ means
    apart = means - mean
    cov = np.einsum("k,kij->ij", weights, covs + apart[:, :, None] * apart[:, None])
    return mean, cov, np.trace(cov) / len(mean)
