"""Pearson's and Neyman's divergences are exchanged."""

QUESTION = "frozen_losses"
MARKS = 3
MESSAGES = {
    "frozen_losses_of_the_others": "the divergence with both exchanged",
}


def frozen_losses(logits):
    """A dictionary: for each of the five keys h at each logit, of shape (n,).

    logits: (n,), between −5 and 5.
    """
    return {
        "likelihood": -np.exp(logits),
        "reverse": -logits,
        "pearson": 2 * np.exp(-logits),
        "neyman": -np.exp(2 * logits),
        "hellinger": -np.exp(logits / 2),
    }
