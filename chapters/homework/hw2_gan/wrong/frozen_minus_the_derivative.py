"""−f'(u) is taken for the loss."""

QUESTION = "frozen_losses"
MARKS = 1
MESSAGES = {
    "frozen_losses_of_both_kls": "that is −f'(u)",
    "frozen_losses_of_the_others": "that is −f'(u)",
}


def frozen_losses(logits):
    u = np.exp(logits)
    return {
        "likelihood": -np.log(u) - 1,
        "reverse": 1 / u,
        "pearson": -2 * (u - 1),
        "neyman": 1 / u**2 - 1,
        "hellinger": 1 / np.sqrt(u) - 1,
    }
