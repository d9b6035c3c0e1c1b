"""All points weigh the same."""

QUESTION = "directions"
MARKS = 3
MESSAGES = {
    "directions_of_the_game": "yours is a plain one",
    "directions_of_other_losses": "the gradient non_saturating is wrong",
}


def directions(p_data, p_theta, score):
    """The pair: a dictionary of four gradients, each (n,), and one of two matrices, (n, n).

    p_data, p_theta: (k,), positive. score: (k, n), the gradient of log p_theta at each point.
    """
    d = p_data / (p_data + p_theta)

    def mean(weight):
        return weight @ score / len(weight)

    gradients = {
        "game": mean(np.log1p(-d)),
        "non_saturating": mean(-np.log(d)),
        "reverse": mean(np.log(p_theta / p_data)),
        "likelihood": -p_data @ score,
    }
    bends = {
        "mixture": (score.T * p_theta) @ score,
        "criterion": (score.T * (p_theta * d)) @ score,
    }
    return gradients, bends
