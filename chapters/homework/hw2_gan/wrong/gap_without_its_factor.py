"""The gap lacks the factor 2."""

QUESTION = "value_and_gap"
MARKS = 3
MESSAGES = {
    "gap_size": "the factor 2 is missing",
    "gap_of_a_sure_discriminator": "the gap of a discriminator that is sure is wrong",
}


def value_and_gap(p_data, p_g, logits):
    """The triple V, the gap C − V, both numbers, and the slope of V in the logits, (k,).

    p_data, p_g: (k,), each sums to 1. logits: (k,), finite.
    """
    log_d, log_not_d = -np.logaddexp(0, -logits), -np.logaddexp(0, logits)
    value = np.sum(p_data * log_d + p_g * log_not_d)
    gap = 0.0
    for p, log_answer in ((p_data, log_d), (p_g, log_not_d)):
        share = p / (p_data + p_g)  # D* for the data, 1 − D* for the generator
        some = p > 0
        gap += np.sum(0.5 * p[some] * (np.log(share[some]) - log_answer[some]))
    return value, gap, p_data * np.exp(log_not_d) - p_g * np.exp(log_d)
