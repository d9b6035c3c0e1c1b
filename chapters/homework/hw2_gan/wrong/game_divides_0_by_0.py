"""A point that has lost its mass, and has no data, becomes 0/0."""

QUESTION = "ideal_game"
MARKS = 5
MESSAGES = {
    "game_where_there_are_no_data": "yours became 0/0",
}


def ideal_game(p_data, p_g, rate, steps, loss):
    """p_g before the first step and after each one, of shape (steps + 1, k).

    p_data, p_g: (k,). rate: η, 0 < η ≤ 1. loss: "saturating" or "non_saturating".
    """
    np.seterr(invalid="ignore")
    history = [p_g]
    for _ in range(steps):
        q = history[-1]
        total = p_data + q  # both may have become 0
        if loss == "saturating":
            moved = q ** (1 - rate) * total**rate  # q (1 − D*)^(−η)
        else:
            moved = q * (p_data / total) ** rate
        history.append(moved / moved.sum())
    return np.stack(history)
