"""log D stands in both terms."""

QUESTION = "criterion"
MARKS = 0
MESSAGES = {
    "criterion_by_hand": "for disjoint supports C should be 0",
    "criterion_value": "yours has log D in both terms",
    "criterion_where_densities_vanish": "C of far densities is wrong",
    "criterion_is_bounded_and_convex": "C should lie between −log 4 and 0",
}


def criterion(x, log_p_data, log_p_g):
    """C(G), a number, in nats.

    x: the grid (n,), rising. log_p_data, log_p_g: (n,), may be -inf.
    """
    log_sum = np.logaddexp(log_p_data, log_p_g)
    integrand = np.zeros(len(x))
    for log_p in (log_p_data, log_p_g):
        p = np.exp(log_p)
        some = p > 0  # elsewhere 0 log 0
        integrand[some] += p[some] * (log_p_data - log_sum)[some]
    return np.sum(np.diff(x) * (integrand[1:] + integrand[:-1])) / 2
