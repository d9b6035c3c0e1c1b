"""The score is differentiated by σ², not by log σ²."""

QUESTION = "gradients"
MARKS = 1
MESSAGES = {
    "gradients_by_hand": "score should be",
    "gradients_score": "not by σ²",
    "gradients_baseline": "leave_one_out is wrong",
    "gradients_unbiased": "the mean of score",
}


def gradients(value, slope, log_var, eps):
    """The triple reparameterised, score, leave_one_out: (n, 2) each.

    value, slope, eps: (n,), f(z), f'(z) and ε of each draw. log_var: a number, log σ².
    """
    sigma = np.exp(log_var / 2)
    reparameterised = np.stack([slope, slope * sigma * eps / 2], axis=1)
    log_q = np.stack([eps / sigma, (eps**2 - 1) / (2 * sigma**2)], axis=1)
    others = (np.sum(value) - value) / (len(value) - 1)
    return reparameterised, value[:, None] * log_q, (value - others)[:, None] * log_q
