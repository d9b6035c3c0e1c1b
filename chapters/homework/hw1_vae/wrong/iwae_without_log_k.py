"""The weights are added up, not averaged."""

QUESTION = "iwae_bound"
MARKS = 0
MESSAGES = {
    "iwae_by_hand": "the bound is log 2",
    "iwae_values": "log K is not subtracted",
    "iwae_extreme": "the bound",
    "iwae_order": "yours is above it",
}


def iwae_bound(log_w, k):
    """The estimate of the bound with K = k draws for each image: (n,).

    log_w: (n, m) log weights. k: an integer that divides m.
    """
    groups = log_w.reshape(len(log_w), -1, k)
    largest = np.max(groups, axis=2)
    mean = np.sum(np.exp(groups - largest[:, :, None]), axis=2)
    return np.mean(largest + np.log(mean), axis=1)
