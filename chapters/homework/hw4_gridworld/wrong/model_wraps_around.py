"""An index of −1 counts from the end: the world is a torus."""

QUESTION = "world_model"
MARKS = 2
MESSAGES = {
    "model_moves": "yours comes in on the other side",
    "model_slip": "transition is wrong",
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
            there = ((i + down) % len(rows), (j + right) % len(rows[0]))
            end = s if is_exit[s] else number.get(there, s)
            step[a, s, end] = 1.0
    transition = np.zeros((len(squares), 4, len(squares)))
    for a, sides in enumerate([(2, 3), (2, 3), (0, 1), (0, 1)]):
        transition[:, a] = (1 - slip) * step[a] + slip / 2 * (step[sides[0]] + step[sides[1]])
    reward = np.where(is_exit[:, None], 0.0, step_reward + transition @ bonus)
    return transition, reward
