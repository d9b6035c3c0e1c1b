"""The covariance is divided by n − 1."""

QUESTION = "best_prior"
MARKS = 0
MESSAGES = {
    "prior_by_hand": "the best prior is",
    "prior_moments": "divide by n",
    "prior_gain": "gain is wrong",
    "prior_best": "",
    "prior_codes": "prior_cov is wrong",
}


def best_prior(mean, log_var):
    """The triple prior_mean, prior_cov, gain: (d,), (d, d) and a number.

    mean, log_var: (n, d), those of the codes of n > d images.
    """
    prior_mean = np.mean(mean, axis=0)
    difference = mean - prior_mean
    inner = np.diag(np.mean(np.exp(log_var), axis=0))
    prior_cov = inner + difference.T @ difference / (len(mean) - 1)
    squares = np.trace(prior_cov) + prior_mean @ prior_mean
    gain = (squares - len(prior_mean) - np.linalg.slogdet(prior_cov)[1]) / 2
    return prior_mean, prior_cov, gain
