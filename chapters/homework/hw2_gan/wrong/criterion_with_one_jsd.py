"""C is taken for −log 4 + JSD."""

QUESTION = "criterion"
MARKS = 1
MESSAGES = {
    "criterion_by_hand": "for disjoint supports C should be 0",
    "criterion_value": "yours has one JSD",
    "criterion_where_densities_vanish": "C of far densities is wrong",
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
        integrand[some] += p[some] * (log_p - log_sum)[some]
    c = np.sum(np.diff(x) * (integrand[1:] + integrand[:-1])) / 2
    return (c - np.log(4)) / 2
