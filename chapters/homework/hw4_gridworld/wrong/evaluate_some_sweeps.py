"""Fifty sweeps are taken for the solution."""

QUESTION = "evaluate"
MARKS = 1
MESSAGES = {
    "evaluate_discounted": "V is wrong",
    "evaluate_undiscounted": "after 50 sweeps",
}


def evaluate(transition, reward, gamma, policy, terminal):
    p, r = np.einsum("sa,sat->st", policy, transition), np.sum(policy * reward, axis=1)
    v = np.zeros(len(r))
    for _ in range(50):
        v = r + gamma * p @ v
    return v
