"""The weights themselves are averaged."""

QUESTION = "iwae_bound"
MARKS = 3
MESSAGES = {
    "iwae_extreme": "not finite",
}


def iwae_bound(log_w, k):
    """The estimate of the bound with K = k draws for each image: (n,).

    log_w: (n, m) log weights. k: an integer that divides m.
    """
    groups = log_w.reshape(len(log_w), -1, k)
    return np.mean(np.log(np.mean(np.exp(groups), axis=2)), axis=1)
