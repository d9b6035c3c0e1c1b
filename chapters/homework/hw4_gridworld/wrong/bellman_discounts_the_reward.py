"""The discount multiplies the present reward too."""

QUESTION = "bellman"
MARKS = 0
MESSAGES = {
    "bellman_by_hand": "T v should be",
    "bellman_optimality": "γ belongs to the future only",
    "bellman_expectation": "γ belongs to the future only",
}


def bellman(transition, reward, gamma, policy, v):
    q = gamma * (reward + transition @ v)
    return np.sum(policy * q, axis=1), np.max(q, axis=1)
