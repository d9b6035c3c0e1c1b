"""The rate is taken for the share of the way."""

QUESTION = "ideal_game"
MARKS = 3
MESSAGES = {
    "game_with_the_saturating_loss": "not a share of the way",
    "game_where_there_are_no_data": "the saturating game is wrong",
}


def ideal_game(p_data, p_g, rate, steps, loss):
    """p_g before the first step and after each one, of shape (steps + 1, k).

    p_data, p_g: (k,). rate: η, 0 < η ≤ 1. loss: "saturating" or "non_saturating".
    """
    history = [p_g]
    for _ in range(steps):
        q = history[-1]
        total = np.where(p_data + q > 0, p_data + q, 1)  # both may have become 0
        if loss == "saturating":
            moved = (1 - rate) * q + rate * total / 2  # q (1 − D*)^(−η)
        else:
            moved = q * (p_data / total) ** rate
        history.append(moved / moved.sum())
    return np.stack(history)
