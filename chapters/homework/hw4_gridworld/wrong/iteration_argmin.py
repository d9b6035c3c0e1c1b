"""The policy takes the worst action."""

QUESTION = "value_iteration"
MARKS = 3
MESSAGES = {
    "iteration_chain": "the best actions are",
    "iteration_policy": "argmin for argmax",
}


def value_iteration(transition, reward, gamma, tolerance):
    v, change = np.zeros(len(reward)), np.inf
    while change > tolerance:
        old = v
        v = np.max(reward + gamma * transition @ v, axis=1)
        change = np.max(np.abs(v - old))
    return v, np.argmin(reward + gamma * transition @ v, axis=1)
