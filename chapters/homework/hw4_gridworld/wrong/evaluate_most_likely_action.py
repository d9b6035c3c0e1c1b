"""A random policy is taken for its most likely action."""

QUESTION = "evaluate"
MARKS = 1
MESSAGES = {
    "evaluate_discounted": "yours always takes its most likely action",
    "evaluate_undiscounted": "",
}


def evaluate(transition, reward, gamma, policy, terminal):
    inner, states = ~terminal, np.arange(len(reward))
    action = policy.argmax(axis=1)
    p, r = transition[states, action], reward[states, action]
    v = np.zeros(len(r))
    matrix = np.eye(inner.sum()) - gamma * p[np.ix_(inner, inner)]
    v[inner] = np.linalg.lstsq(matrix, r[inner], rcond=None)[0]
    return v
