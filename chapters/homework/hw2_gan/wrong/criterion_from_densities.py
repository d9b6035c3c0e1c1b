"""D* is computed from densities that may be 0."""

QUESTION = "criterion"
MARKS = 3
MESSAGES = {
    "criterion_by_hand": "for disjoint supports C should be 0",
    "criterion_where_densities_vanish": "C of far densities is not finite",
}


def criterion(x, log_p_data, log_p_g):
    p, q = np.exp(log_p_data), np.exp(log_p_g)
    with np.errstate(all="ignore"):
        d = p / (p + q)
        f = p * np.log(d) + q * np.log(1 - d)
    return np.sum(np.diff(x) * (f[1:] + f[:-1])) / 2
