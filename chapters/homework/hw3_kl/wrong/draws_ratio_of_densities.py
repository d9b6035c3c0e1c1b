"""The log densities are exponentiated before they are compared."""

QUESTION = "monte_carlo"
MARKS = 4
MESSAGES = {
    "draws_far": "take differences before you exponentiate",
}


def monte_carlo(log_p, log_q):
    """The first mean, its standard error, the second mean, its standard error.

    log_p, log_q: (n,), the log densities at n draws of p.
    """
    log_r = np.log(np.exp(log_q) / np.exp(log_p))
    terms = np.stack([-log_r, np.expm1(log_r) - log_r])  # e^t − 1 − t: no digit lost at small t
    errors = np.std(terms, axis=1, ddof=1) / np.sqrt(len(log_r))
    (first, second), (first_error, second_error) = np.mean(terms, axis=1), errors
    return first, first_error, second, second_error
