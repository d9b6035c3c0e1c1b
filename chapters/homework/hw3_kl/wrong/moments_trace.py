"""The trace is not divided by the dimension."""

QUESTION = "match_moments"
MARKS = 3
MESSAGES = {
    "moments_round": "divided by the dimension",
}


def match_moments(weights, means, covs):
    """The mean (d,), the covariance (d, d) and the round variance v, a number.

    weights: (k,). means: (k, d). covs: (k, d, d).
    """
    mean = weights @ means
    apart = means - mean
    cov = np.einsum("k,kij->ij", weights, covs + apart[:, :, None] * apart[:, None])
    return mean, cov, np.trace(cov)
