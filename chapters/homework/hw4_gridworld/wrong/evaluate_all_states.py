"""The equations of all states are solved, also of the terminal ones."""

QUESTION = "evaluate"
MARKS = 2
MESSAGES = {
    "evaluate_chain": "LinAlgError",
    "evaluate_undiscounted": "LinAlgError",
}


def evaluate(transition, reward, gamma, policy, terminal):
    p = np.einsum("sa,sat->st", policy, transition)
    return np.linalg.solve(np.eye(len(p)) - gamma * p, np.sum(policy * reward, axis=1))
