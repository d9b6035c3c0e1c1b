"""The bound is that of the values before the last sweep."""

QUESTION = "stopping"
MARKS = 2
MESSAGES = {
    "stopping_by_hand": "the tolerance should be",
    "stopping_tolerance": "safe but not the largest",
}


def stopping(gamma, bound, epsilon):
    sweeps = np.log(bound / (1 - gamma) / epsilon) / np.log(1 / gamma)
    return max(0, int(np.ceil(sweeps))), epsilon * (1 - gamma)
