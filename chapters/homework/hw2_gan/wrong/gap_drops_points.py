"""A point where a probability is 0 is left out of the gap, with both of its terms."""

QUESTION = "value_and_gap"
MARKS = 5
MESSAGES = {
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
        some = (p_data > 0) & (p_g > 0)
        gap += np.sum(p[some] * (np.log(share[some]) - log_answer[some]))
    return value, gap, p_data * np.exp(log_not_d) - p_g * np.exp(log_d)
