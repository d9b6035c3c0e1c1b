"""A group is every (m/K)-th weight."""

QUESTION = "iwae_bound"
MARKS = 2
MESSAGES = {
    "iwae_values": "stand next to each other",
    "iwae_extreme": "the bound",
}


def iwae_bound(log_w, k):
    """The estimate of the bound with K = k draws for each image: (n,).

    log_w: (n, m) log weights. k: an integer that divides m.
    """
    groups = log_w.reshape(len(log_w), k, -1).transpose(0, 2, 1)
    largest = np.max(groups, axis=2)
    mean = np.mean(np.exp(groups - largest[:, :, None]), axis=2)
    return np.mean(largest + np.log(mean), axis=1)
