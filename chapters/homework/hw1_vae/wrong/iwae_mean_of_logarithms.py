"""The logarithm comes before the mean."""

QUESTION = "iwae_bound"
MARKS = 0
MESSAGES = {
    "iwae_by_hand": "the bound is log 2",
    "iwae_values": "yours is the ELBO",
    "iwae_extreme": "not finite",
    "iwae_order": "should be above the ELBO",
}


def iwae_bound(log_w, k):
    """The estimate of the bound with K = k draws for each image: (n,).

    log_w: (n, m) log weights. k: an integer that divides m.
    """
    groups = log_w.reshape(len(log_w), -1, k)
    return np.mean(np.mean(groups, axis=2), axis=1)
