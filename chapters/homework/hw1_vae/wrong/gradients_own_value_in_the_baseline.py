"""The baseline is the mean of all values."""

QUESTION = "gradients"
MARKS = 3
MESSAGES = {
    "gradients_by_hand": "leave_one_out should be",
    "gradients_baseline": "own value is in its baseline",
    "gradients_unbiased": "with n = 2 draws",
}


def gradients(value, slope, log_var, eps):
    """The triple reparameterised, score, leave_one_out: (n, 2) each.

    value, slope, eps: (n,), f(z), f'(z) and ε of each draw. log_var: a number, log σ².
    """
    sigma = np.exp(log_var / 2)
    reparameterised = np.stack([slope, slope * sigma * eps / 2], axis=1)
    log_q = np.stack([eps / sigma, (eps**2 - 1) / 2], axis=1)
    others = np.mean(value)
    return reparameterised, value[:, None] * log_q, (value - others)[:, None] * log_q
