"""f(u) is taken for the loss."""

QUESTION = "frozen_losses"
MARKS = 0
MESSAGES = {
    "frozen_losses_fall": "likelihood should fall",
    "frozen_losses_of_both_kls": "so f'(u) counts",
    "frozen_losses_of_the_others": "so f'(u) counts",
}


def frozen_losses(logits):
    u = np.exp(logits)
    return {
        "likelihood": u * np.log(u),
        "reverse": -np.log(u),
        "pearson": (u - 1) ** 2,
        "neyman": (u - 1) ** 2 / u,
        "hellinger": (np.sqrt(u) - 1) ** 2,
    }
