"""Only one state switches at a time."""

QUESTION = "policy_iteration"
MARKS = 4
MESSAGES = {
    "howard_count": "not in one state at a time",
}


def policy_iteration(transition, reward, gamma, policy):
    states, changes, policy = np.arange(len(reward)), 0, np.array(policy)
    while True:
        p, r = transition[states, policy], reward[states, policy]
        v = np.linalg.solve(np.eye(len(r)) - gamma * p, r)
        q = reward + gamma * transition @ v
        gain = q.max(axis=1) - q[states, policy]
        better = (gain > 1e-9) & (gain == gain.max())
        if not better.any():
            return v, policy, changes
        policy = np.where(better, q.argmax(axis=1), policy)
        changes += 1
