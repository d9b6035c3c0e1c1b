"""r is p/q in the second estimator."""

QUESTION = "monte_carlo"
MARKS = 1
MESSAGES = {
    "draws_by_hand": "second mean should be",
    "draws_second": "yours is p/q",
    "draws_far": "the result is wrong",
}


def monte_carlo(log_p, log_q):
    """The first mean, its standard error, the second mean, its standard error.

    log_p, log_q: (n,), the log densities at n draws of p.
    """
    log_r = log_q - log_p
    terms = np.stack([-log_r, np.expm1(-log_r) + log_r])  # e^t − 1 − t: no digit lost at small t
    errors = np.std(terms, axis=1, ddof=1) / np.sqrt(len(log_r))
    (first, second), (first_error, second_error) = np.mean(terms, axis=1), errors
    return first, first_error, second, second_error
