"""The values before the last sweep are returned."""

QUESTION = "value_iteration"
MARKS = 2
MESSAGES = {
    "iteration_bound": "times as far from V*",
    "iteration_sweeps": "not those before it",
}


def value_iteration(transition, reward, gamma, tolerance):
    v, change = np.zeros(len(reward)), np.inf
    while change > tolerance:
        old = v
        v = np.max(reward + gamma * transition @ v, axis=1)
        change = np.max(np.abs(v - old))
    return old, np.argmax(reward + gamma * transition @ v, axis=1)
