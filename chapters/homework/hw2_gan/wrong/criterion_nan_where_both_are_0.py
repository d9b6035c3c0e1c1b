"""Where both densities are 0, a difference of infinities is left."""

QUESTION = "criterion"
MARKS = 4
MESSAGES = {
    "criterion_where_densities_vanish": "is not finite",
}


def criterion(x, log_p_data, log_p_g):
    """C(G), a number, in nats.

    x: the grid (n,), rising. log_p_data, log_p_g: (n,), may be -inf.
    """
    log_sum = np.logaddexp(log_p_data, log_p_g)
    integrand = np.zeros(len(x))
    for log_p in (log_p_data, log_p_g):
        p = np.exp(log_p)
        with np.errstate(invalid="ignore"):
            integrand += p * np.maximum(log_p - log_sum, -1e9)
    return np.sum(np.diff(x) * (integrand[1:] + integrand[:-1])) / 2
