"""D stays that of the start."""

QUESTION = "ideal_game"
MARKS = 0
MESSAGES = {
    "game_by_hand": "each step goes half of the way",
    "game_with_the_saturating_loss": "yours stays that of the start",
    "game_with_the_non_saturating_loss": "yours stays that of the start",
    "game_where_there_are_no_data": "the saturating game is wrong",
}


def ideal_game(p_data, p_g, rate, steps, loss):
    """p_g before the first step and after each one, of shape (steps + 1, k).

    p_data, p_g: (k,). rate: η, 0 < η ≤ 1. loss: "saturating" or "non_saturating".
    """
    history = [p_g]
    total = np.where(p_data + p_g > 0, p_data + p_g, 1)
    for _ in range(steps):
        q = history[-1]
        if loss == "saturating":
            moved = q * (p_g / total) ** -rate  # q (1 − D*)^(−η)
        else:
            moved = q * (p_data / total) ** rate
        history.append(moved / moved.sum())
    return np.stack(history)
