"""The whole slip goes to each of the two sides."""

QUESTION = "world_model"
MARKS = 2
MESSAGES = {
    "model_distributions": "they sum to 1 + slip",
    "model_slip": "half of the slip goes to each side, not all of it",
    "model_rewards": "reward is wrong",
}


def world_model(rows, step_reward, slip):
    squares = [(i, j) for i, row in enumerate(rows) for j, c in enumerate(row) if c != "#"]
    number = {square: s for s, square in enumerate(squares)}
    bonus = np.array([EXITS.get(rows[i][j], 0.0) for i, j in squares])
    is_exit = np.array([rows[i][j] in EXITS for i, j in squares])
    step = np.zeros((4, len(squares), len(squares)))
    for s, (i, j) in enumerate(squares):
        for a, (down, right) in enumerate(MOVES):
            end = s if is_exit[s] else number.get((i + down, j + right), s)
            step[a, s, end] = 1.0
    transition = np.zeros((len(squares), 4, len(squares)))
    for a, sides in enumerate([(2, 3), (2, 3), (0, 1), (0, 1)]):
        transition[:, a] = (1 - slip) * step[a] + slip * (step[sides[0]] + step[sides[1]])
    reward = np.where(is_exit[:, None], 0.0, step_reward + transition @ bonus)
    return transition, reward
