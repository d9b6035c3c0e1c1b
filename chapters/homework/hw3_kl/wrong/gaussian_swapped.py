"""The two distributions are exchanged."""

QUESTION = "kl_gaussian"
MARKS = 1
MESSAGES = {
    "gaussian_by_hand": "the average is taken under the first",
    "gaussian_values": "that is KL(q‖p)",
    "gaussian_many_dimensions": "KL is wrong",
}


def kl_gaussian(mean_p, cov_p, mean_q, cov_q):
    shift = mean_q - mean_p
    trace = np.trace(np.linalg.solve(cov_p, cov_q))
    log_ratio = np.linalg.slogdet(cov_p)[1] - np.linalg.slogdet(cov_q)[1]
    return (trace + shift @ np.linalg.solve(cov_p, shift) - len(mean_p) + log_ratio) / 2
