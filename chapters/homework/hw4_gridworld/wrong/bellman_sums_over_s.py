"""The successor and the state are exchanged in the sum."""

QUESTION = "bellman"
MARKS = 0
MESSAGES = {
    "bellman_by_hand": "T v should be",
    "bellman_optimality": "yours sums over s",
    "bellman_expectation": "yours sums over s",
}


def bellman(transition, reward, gamma, policy, v):
    q = reward + gamma * np.einsum("sat,s->ta", transition, v)
    return np.sum(policy * q, axis=1), np.max(q, axis=1)
