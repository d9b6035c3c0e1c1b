"""The codes are taken for points."""

QUESTION = "best_prior"
MARKS = 1
MESSAGES = {
    "prior_by_hand": "the best prior is",
    "prior_moments": "the covariance of the means is not enough",
    "prior_gain": "gain is wrong",
    "prior_best": "a Gaussian next to yours",
}


def best_prior(mean, log_var):
    """The triple prior_mean, prior_cov, gain: (d,), (d, d) and a number.

    mean, log_var: (n, d), those of the codes of n > d images.
    """
    prior_mean = np.mean(mean, axis=0)
    difference = mean - prior_mean
    inner = np.diag(np.mean(np.exp(log_var), axis=0))
    prior_cov = difference.T @ difference / len(mean)
    squares = np.trace(prior_cov) + prior_mean @ prior_mean
    gain = (squares - len(prior_mean) - np.linalg.slogdet(prior_cov)[1]) / 2
    return prior_mean, prior_cov, gain
