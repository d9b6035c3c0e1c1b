"""The gradient of the game goes through D* too."""

QUESTION = "directions"
MARKS = 5
MESSAGES = {
    "directions_of_the_game": "D* is frozen: only p_theta depends on the weights",
}


def directions(p_data, p_theta, score):
    """The pair: a dictionary of four gradients, each (n,), and one of two matrices, (n, n).

    p_data, p_theta: (k,), positive. score: (k, n), the gradient of log p_theta at each point.
    """
    d = p_data / (p_data + p_theta)

    def mean(weight):
        return (p_theta * weight) @ score

    gradients = {
        "game": mean(np.log1p(-d) + d),
        "non_saturating": mean(-np.log(d)),
        "reverse": mean(np.log(p_theta / p_data)),
        "likelihood": -p_data @ score,
    }
    bends = {
        "mixture": (score.T * p_theta) @ score,
        "criterion": (score.T * (p_theta * d)) @ score,
    }
    return gradients, bends
