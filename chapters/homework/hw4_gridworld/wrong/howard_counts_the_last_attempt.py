"""The vain attempt is counted."""

QUESTION = "policy_iteration"
MARKS = 2
MESSAGES = {
    "howard_by_hand": "changes once",
    "howard_count": "does not count",
    "howard_ties": "number of changes",
}


def policy_iteration(transition, reward, gamma, policy):
    states, changes, policy = np.arange(len(reward)), 0, np.array(policy)
    while True:
        p, r = transition[states, policy], reward[states, policy]
        v = np.linalg.solve(np.eye(len(r)) - gamma * p, r)
        q = reward + gamma * transition @ v
        better = q.max(axis=1) > q[states, policy] + 1e-9
        if not better.any():
            return v, policy, changes + 1
        policy = np.where(better, q.argmax(axis=1), policy)
        changes += 1
