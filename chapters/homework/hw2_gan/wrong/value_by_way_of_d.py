"""D is computed first, and its logarithm then."""

QUESTION = "value_and_gap"
MARKS = 4
MESSAGES = {
    "gap_at_the_best": "V should be log(1/3)/2 + log(2/3)",
    "gap_of_a_sure_discriminator": "V of a discriminator that is sure is not finite",
}


def value_and_gap(p_data, p_g, logits):
    """The triple V, the gap C − V, both numbers, and the slope of V in the logits, (k,).

    p_data, p_g: (k,), each sums to 1. logits: (k,), finite.
    """
    d = 1 / (1 + np.exp(-np.clip(logits, -700, 700)))
    with np.errstate(divide="ignore", invalid="ignore"):
        log_d, log_not_d = np.log(d), np.log(1 - d)
    value = np.sum(p_data * log_d + p_g * log_not_d)
    gap = 0.0
    for p, log_answer in ((p_data, log_d), (p_g, log_not_d)):
        share = p / (p_data + p_g)  # D* for the data, 1 − D* for the generator
        some = p > 0
        gap += np.sum(p[some] * (np.log(share[some]) - log_answer[some]))
    return value, gap, p_data * np.exp(log_not_d) - p_g * np.exp(log_d)
