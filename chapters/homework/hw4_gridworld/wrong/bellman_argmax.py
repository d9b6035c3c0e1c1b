"""argmax for max: the action instead of its value."""

QUESTION = "bellman"
MARKS = 2
MESSAGES = {
    "bellman_by_hand": "T v should be",
    "bellman_optimality": "not the number of the action",
}


def bellman(transition, reward, gamma, policy, v):
    q = reward + gamma * transition @ v
    return np.sum(policy * q, axis=1), np.argmax(q, axis=1)
