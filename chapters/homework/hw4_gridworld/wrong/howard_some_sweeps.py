"""Sixty sweeps are taken for the value of a policy."""

QUESTION = "policy_iteration"
MARKS = 3
MESSAGES = {
    "howard_value": "close to V* but not exact",
}


def policy_iteration(transition, reward, gamma, policy):
    states, changes, policy = np.arange(len(reward)), 0, np.array(policy)
    while True:
        p, r = transition[states, policy], reward[states, policy]
        v = np.zeros(len(r))
        for _ in range(60):
            v = r + gamma * p @ v
        q = reward + gamma * transition @ v
        better = q.max(axis=1) > q[states, policy] + 1e-9
        if not better.any():
            return v, policy, changes
        policy = np.where(better, q.argmax(axis=1), policy)
        changes += 1
