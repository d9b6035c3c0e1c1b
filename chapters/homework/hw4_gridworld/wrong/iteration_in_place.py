"""New values are used within the sweep."""

QUESTION = "value_iteration"
MARKS = 3
MESSAGES = {
    "iteration_sweeps": "all states are updated at once",
}


def value_iteration(transition, reward, gamma, tolerance):
    v, change = np.zeros(len(reward)), np.inf
    while change > tolerance:
        change = 0.0
        for s in range(len(v)):
            new = np.max(reward[s] + gamma * transition[s] @ v)
            change, v[s] = max(change, abs(new - v[s])), new
    return v, np.argmax(reward + gamma * transition @ v, axis=1)
