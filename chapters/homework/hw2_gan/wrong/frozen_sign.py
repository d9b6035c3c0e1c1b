"""The sign of f − u f' is wrong."""

QUESTION = "frozen_losses"
MARKS = 0
MESSAGES = {
    "frozen_losses_fall": "likelihood should fall",
    "frozen_losses_of_both_kls": "the sign is wrong: it is f − u f'",
    "frozen_losses_of_the_others": "the sign is wrong: it is f − u f'",
}


def frozen_losses(logits):
    u = np.exp(logits)
    return {
        "likelihood": u,
        "reverse": np.log(u),
        "pearson": u**2,
        "neyman": -2 / u,
        "hellinger": np.sqrt(u),
    }
