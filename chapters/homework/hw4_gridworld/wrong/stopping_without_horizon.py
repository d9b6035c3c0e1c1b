"""|V*| is taken to be at most M."""

QUESTION = "stopping"
MARKS = 1
MESSAGES = {
    "stopping_by_hand": "three sweeps are needed",
    "stopping_sweeps": "as large as M/(1 − γ)",
}


def stopping(gamma, bound, epsilon):
    sweeps = np.log(bound / epsilon) / np.log(1 / gamma)
    return max(0, int(np.ceil(sweeps))), epsilon * (1 - gamma) / gamma
