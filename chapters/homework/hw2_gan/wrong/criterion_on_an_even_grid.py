"""All steps of the grid are taken to be equal."""

QUESTION = "criterion"
MARKS = 1
MESSAGES = {
    "criterion_by_hand": "for equal densities C should be -log 4",
    "criterion_value": "each step has its own length",
    "criterion_where_densities_vanish": "C, where densities are 0 in part, is wrong",
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
    return np.sum(integrand) * (x[-1] - x[0]) / (len(x) - 1)
