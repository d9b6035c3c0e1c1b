"""A random policy is taken for its most likely action."""

QUESTION = "bellman"
MARKS = 2
MESSAGES = {
    "bellman_by_hand": "T_π v should be",
    "bellman_expectation": "yours takes the most likely one",
}


def bellman(transition, reward, gamma, policy, v):
    q = reward + gamma * transition @ v
    return q[np.arange(len(q)), np.argmax(policy, axis=1)], np.max(q, axis=1)
