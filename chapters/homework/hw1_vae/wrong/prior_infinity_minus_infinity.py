"""The gain is the difference of two KLs, each of them computed."""

QUESTION = "best_prior"
MARKS = 5
MESSAGES = {
    "prior_codes": "∞ − ∞",
}


def best_prior(mean, log_var):
    """The triple prior_mean, prior_cov, gain: (d,), (d, d) and a number.

    mean, log_var: (n, d), those of the codes of n > d images.
    """
    prior_mean = np.mean(mean, axis=0)
    difference = mean - prior_mean
    inner = np.diag(np.mean(np.exp(log_var), axis=0))
    prior_cov = inner + difference.T @ difference / len(mean)
    squares = np.trace(prior_cov) + prior_mean @ prior_mean
    before = np.mean(np.sum(mean**2 + np.exp(log_var) - 1 - log_var, axis=1)) / 2
    log_dets = np.linalg.slogdet(prior_cov)[1] - np.mean(np.sum(log_var, axis=1))
    gain = before - log_dets / 2
    return prior_mean, prior_cov, gain
