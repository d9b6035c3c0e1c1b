"""log σ² is differentiated like log σ."""

QUESTION = "gradients"
MARKS = 0
MESSAGES = {
    "gradients_by_hand": "reparameterised should be",
    "gradients_slope": "the ½ is missing",
    "gradients_score": "the ½ of ∂ log q",
    "gradients_baseline": "leave_one_out is wrong",
    "gradients_unbiased": "the mean of reparameterised",
}


def gradients(value, slope, log_var, eps):
    """The triple reparameterised, score, leave_one_out: (n, 2) each.

    value, slope, eps: (n,), f(z), f'(z) and ε of each draw. log_var: a number, log σ².
    """
    sigma = np.exp(log_var / 2)
    reparameterised = np.stack([slope, slope * sigma * eps], axis=1)
    log_q = np.stack([eps / sigma, eps**2 - 1], axis=1)
    others = (np.sum(value) - value) / (len(value) - 1)
    return reparameterised, value[:, None] * log_q, (value - others)[:, None] * log_q
