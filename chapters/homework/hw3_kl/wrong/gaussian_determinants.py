"""The determinants are computed, and then their logarithm."""

QUESTION = "kl_gaussian"
MARKS = 4
MESSAGES = {
    "gaussian_many_dimensions": "leaves the range",
}


def kl_gaussian(mean_p, cov_p, mean_q, cov_q):
    shift = mean_q - mean_p
    trace = np.trace(np.linalg.solve(cov_q, cov_p))
    log_ratio = np.log(np.linalg.det(cov_q) / np.linalg.det(cov_p))
    return (trace + shift @ np.linalg.solve(cov_q, shift) - len(mean_p) + log_ratio) / 2
