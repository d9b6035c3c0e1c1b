"""The dimension is not subtracted."""

QUESTION = "kl_gaussian"
MARKS = 0
MESSAGES = {
    "gaussian_by_hand": "about 0.443",
    "gaussian_values": "the dimension is missing",
    "gaussian_many_dimensions": "KL is wrong",
    "gaussian_properties": "KL(p‖p) is wrong",
}


def kl_gaussian(mean_p, cov_p, mean_q, cov_q):
    shift = mean_q - mean_p
    trace = np.trace(np.linalg.solve(cov_q, cov_p))
    log_ratio = np.linalg.slogdet(cov_q)[1] - np.linalg.slogdet(cov_p)[1]
    return (trace + shift @ np.linalg.solve(cov_q, shift) + log_ratio) / 2
