"""A KL is not negative, so its estimate is cut off at zero."""

QUESTION = "monte_carlo"
MARKS = 4
MESSAGES = {
    "draws_first": "do not cut it off",
}


def monte_carlo(log_p, log_q):
    """The first mean, its standard error, the second mean, its standard error.

    log_p, log_q: (n,), the log densities at n draws of p.
    """
    log_r = log_q - log_p
    terms = np.stack([-log_r, np.expm1(log_r) - log_r])  # e^t − 1 − t: no digit lost at small t
    errors = np.std(terms, axis=1, ddof=1) / np.sqrt(len(log_r))
    (first, second), (first_error, second_error) = np.mean(terms, axis=1), errors
    return max(0, first), first_error, second, second_error
