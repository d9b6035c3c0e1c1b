"""D is kept away from 0, so some mass is left where there are no data."""

QUESTION = "ideal_game"
MARKS = 5
MESSAGES = {
    "game_where_there_are_no_data": "the non_saturating game is wrong",
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
            moved = q ** (1 - rate) * total**rate  # q (1 − D*)^(−η)
        else:
            moved = q * np.maximum(p_data / total, 1e-12) ** rate
        history.append(moved / moved.sum())
    return np.stack(history)
