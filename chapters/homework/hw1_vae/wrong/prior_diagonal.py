"""The covariance is diagonal."""

QUESTION = "best_prior"
MARKS = 1
MESSAGES = {
    "prior_moments": "the means of the codes are correlated",
    "prior_gain": "gain is wrong",
    "prior_best": "a Gaussian next to yours",
    "prior_codes": "prior_cov is wrong",
}


def best_prior(mean, log_var):
    """The triple prior_mean, prior_cov, gain: (d,), (d, d) and a number.

    mean, log_var: (n, d), those of the codes of n > d images.
    """
    prior_mean = np.mean(mean, axis=0)
    difference = mean - prior_mean
    inner = np.diag(np.mean(np.exp(log_var), axis=0))
    prior_cov = inner + np.diag(np.var(mean, axis=0))
    squares = np.trace(prior_cov) + prior_mean @ prior_mean
    gain = (squares - len(prior_mean) - np.linalg.slogdet(prior_cov)[1]) / 2
    return prior_mean, prior_cov, gain
