"""Of equally good actions always the first is taken."""

QUESTION = "policy_iteration"
MARKS = 4
MESSAGES = {
    "howard_ties": "ties changed yours",
}


def policy_iteration(transition, reward, gamma, policy):
    states, changes, policy = np.arange(len(reward)), 0, np.array(policy)
    while True:
        p, r = transition[states, policy], reward[states, policy]
        v = np.linalg.solve(np.eye(len(r)) - gamma * p, r)
        q = reward + gamma * transition @ v
        greedy = q.argmax(axis=1)
        if (greedy == policy).all():
            return v, policy, changes
        policy = greedy
        changes += 1
