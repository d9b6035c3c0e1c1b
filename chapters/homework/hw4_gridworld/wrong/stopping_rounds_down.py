"""The number of sweeps is rounded down."""

QUESTION = "stopping"
MARKS = 1
MESSAGES = {
    "stopping_by_hand": "three sweeps are needed",
    "stopping_sweeps": "round up",
}


def stopping(gamma, bound, epsilon):
    sweeps = np.log(bound / (1 - gamma) / epsilon) / np.log(1 / gamma)
    return max(0, int(np.floor(sweeps))), epsilon * (1 - gamma) / gamma
